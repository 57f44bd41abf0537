using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>
/// Knows what a service has acknowledged and shown of the world 'cartpole', and looks after each restart whether all of it is still so: no step is missing or there
/// twice, no version is gone or another one, and no job is forgotten.
/// </summary>
/// <param name="world">The folder of the world.</param>
/// <param name="robots">Those who send steps.</param>
internal sealed class Witness(string world, IReadOnlyList<StreamingRobot> robots)
{
    private readonly Dictionary<string, int?> _jobs = [];          // each with its version as soon as it is done
    private readonly Dictionary<int, string> _versions = [];       // each with its content
    private int? _published;

    /// <summary>Versions that were shown.</summary>
    public int Versions => _versions.Count;

    /// <summary>Looks whether everything is there, before anything new is sent.</summary>
    public async Task CheckAsync(HttpClient client)
    {
        await CheckStepsAsync(client);
        await LookAsync(client);
        foreach (int number in _versions.Keys) await AssertOpensAsync(client, number);
        if (_published is { } published) await AssertAnswersAsync(client, published);
    }

    /// <summary>Sees what is shown now, and that nothing is gone of what was shown before. True where no job is left to do.</summary>
    public async Task<bool> LookAsync(HttpClient client)
    {
        JsonElement[] jobs = [.. (await AskAsync(client, "/jobs")).EnumerateArray().Select(one => one.GetProperty("job"))];
        JsonElement list = await AskAsync(client, "/versions");        // behind the jobs: what they say is done stands in it
        Assert.Superset(_jobs.Keys.ToHashSet(), jobs.Select(NameOf).ToHashSet());
        foreach (JsonElement job in jobs) See(job);
        JsonElement[] versions = [.. list.GetProperty("versions").EnumerateArray()];
        int[] numbers = [.. versions.Select(NumberOf)];
        Assert.Equal(Enumerable.Range(1, numbers.Length).Reverse(), numbers);
        Assert.Equal(numbers.Length, versions.Select(version => version.GetProperty("job").GetString()).Distinct().Count());
        Assert.Superset(_versions.Keys.Concat(_jobs.Values.OfType<int>()).ToHashSet(), numbers.ToHashSet());
        foreach (int number in numbers) See(number);
        int? published = list.GetProperty("published") is { ValueKind: JsonValueKind.Number } one ? one.GetInt32() : null;
        Assert.True(published is null ? _published is null : published >= (_published ?? 1), $"Expected version {_published} or a later one to be published, got {published}.");
        _published = published;
        return jobs.All(job => job.GetProperty("state").GetString() == "done");
    }

    /// <summary>Begins a job; from its answer on it must not be forgotten.</summary>
    public async Task BeginJobAsync(HttpClient client) => See(await ServedCartPole.BeginJobAsync(client));

    private async Task CheckStepsAsync(HttpClient client)
    {
        Dictionary<(string, int), string> acknowledged = robots.SelectMany(robot => robot.Acknowledged).SelectMany(StepsOf).ToDictionary();
        Dictionary<(string, int), string> perhaps = robots.SelectMany(robot => StepsOf(robot.Next)).ToDictionary();
        var there = new Dictionary<(string, int), string>();
        foreach (string segment in Directory.GetFiles(Path.Combine(world, "log"), "*.wglog"))
            foreach (((string Episode, int Step) step, string content) in LogFile.Read(segment, new CartPole().Spec).SelectMany(StepsOf))
                Assert.True(there.TryAdd(step, content), $"{step.Episode}, step {step.Step} is there twice.");
        foreach ((var step, string content) in acknowledged) Assert.True(there.TryGetValue(step, out string? kept) && kept == content, $"{step} was acknowledged: expected {content}, got {kept ?? "nothing"}.");
        foreach ((var step, string content) in there) Assert.True(acknowledged.ContainsKey(step) || (perhaps.TryGetValue(step, out string? sent) && sent == content), $"{step} was never sent as {content}.");
        Assert.Equal(there.Count, (await client.GetFromJsonAsync<JsonElement>("/v1/worlds"))[0].GetProperty("acceptedSteps").GetInt32());
    }

    private void See(JsonElement job)
    {
        Assert.Contains(job.GetProperty("state").GetString(), new[] { "waiting", "running", "done" });
        Assert.Empty(job.GetProperty("failures").EnumerateArray());
        int? version = job.GetProperty("version") is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
        if (_jobs.GetValueOrDefault(NameOf(job)) is { } before) Assert.Equal(before, version);
        _jobs[NameOf(job)] = version;
    }

    /// <summary>A version never changes.</summary>
    private void See(int number)
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(world, "versions", $"{number}")).Order(StringComparer.Ordinal)];
        string content = string.Join('\n', files.Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));
        if (_versions.TryGetValue(number, out string? before)) Assert.Equal(before, content);
        _versions[number] = content;
    }

    private static async Task AssertOpensAsync(HttpClient client, int number)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync($"{ServedCartPole.Address}/simulate", new { version = number, futures = 4, horizon = 3 });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task AssertAnswersAsync(HttpClient client, int published)
    {
        for (long start = Environment.TickCount64; ;)                  // a publication answers a moment later
        {
            int? version = (await ServedCartPole.ActAsync(client))?.GetProperty("version").GetInt32();
            if (version >= published) return;
            Assert.True(Environment.TickCount64 - start < 60_000, $"Expected version {published} to answer, got version {version} for a minute.");
        }
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string path) => JsonElement.Parse(await client.GetStringAsync(ServedCartPole.Address + path));

    private static string NameOf(JsonElement job) => job.GetProperty("id").GetString()!;

    private static int NumberOf(JsonElement version) => version.GetProperty("number").GetInt32();

    /// <summary>What a log says of each step, all in one text.</summary>
    private static IEnumerable<KeyValuePair<(string Episode, int Step), string>> StepsOf(Episode piece)
    {
        int width = piece.States.Length / (piece.Count + 1);
        for (int t = 0; t < piece.Count; t++)
        {
            Ending ending = t == piece.Count - 1 ? piece.Ending : Ending.None;
            yield return new((piece.Id, piece.FirstStep + t), FormattableString.Invariant($"{string.Join(' ', piece.States[(t * width)..((t + 2) * width)])}, {piece.Actions[t]}, {piece.Rewards[t]}, {ending}"));
        }
    }
}
