using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WorldGan.EndToEndTests.Cli;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

public class TrainingKillTests
{
    private const int Kills = 20;

    /// <summary>Every kill comes at another moment of a job: while it reads, trains, judges, adds its version or publishes it.</summary>
    [Fact]
    public async Task Killed_at_any_moment_of_training_and_publication_each_job_comes_to_one_version_that_opens()
    {
        using var folder = new TemporaryFolder();
        string data = folder.File("data"), world = Path.Combine(data, "worlds", "cartpole");
        Prepare(world);
        var moments = new Random(3);
        int kills = 0;
        for (int version = 1; kills < Kills; version++)
        {
            bool isDone = false;
            for (bool isNew = true; !isDone; isNew = false)
            {
                using CliProcess service = Start(folder, data, out HttpClient client);
                using HttpClient robot = client;
                if (isNew) await BeginAsync(robot, world, version);
                bool kill = moments.Next(8) > 0;               // else the job may come to its end
                isDone = kill ? await IsDoneWithinAsync(robot, version, TimeSpan.FromMilliseconds(moments.Next(0, 2000))) : await IsDoneWithinAsync(robot, version, TimeSpan.FromMinutes(5));
                Assert.True(kill || isDone, "Expected the job to end, got one that goes on.");
                if (isDone) await AssertAllOpenAsync(robot, version);
                service.Kill();
                service.WaitForExit();
                kills++;
            }
        }
    }

    private static void Prepare(string world)
    {
        Directory.CreateDirectory(world);
        WorldSpecFile.Write(Path.Combine(world, "world.json"), new CartPole().Spec);
        File.WriteAllText(Path.Combine(world, "run.json"), """
            {
              "stepsBetweenCheckpoints": 50,
              "worldModel": { "members": 2, "meanWidth": 16, "noiseWidth": 16, "headWidth": 16, "meanSteps": 600, "headSteps": 200, "adversarialSteps": 600 },
              "policy": { "hiddenWidth": 16, "steps": 600 },
              "evaluation": { "episodes": 2, "offPolicy": { "fittedSteps": 100, "fittedNetworks": 2, "mostEpisodes": 8 } }
            }
            """);
    }

    private static CliProcess Start(TemporaryFolder folder, string data, out HttpClient client)
    {
        File.WriteAllText(folder.File("appsettings.json"), """{"Logging":{"LogLevel":{"Default":"None"}}}""");
        CliProcess service = CliProcess.Start(Path.GetDirectoryName(data)!, "serve", "--data", data, "--urls", "http://127.0.0.1:0", "--set", "training.newSteps=0", "--set", "gate.confidence=0.5", "--set", "gate.margin=1", "--set", "training.attempts=100");
        string line = service.ReadLine() ?? throw new InvalidOperationException($"Expected a line with the address, got the end: {service.Finish().Error}");
        client = new HttpClient { BaseAddress = new Uri($"{line.Split(' ')[^1].TrimEnd('/')}/v1/worlds/cartpole/") };
        return service;
    }

    private static async Task BeginAsync(HttpClient robot, string world, int version)
    {
        var cartPole = new CartPole();
        using var stream = new MemoryStream();
        using (LogWriter log = LogFile.Create(stream, cartPole.Spec))
            foreach (Episode episode in new Recorder(cartPole, new RandomPolicy(cartPole.Spec), (ulong)version).Episodes(20)) log.Write(episode with { Id = $"{version}-{episode.Id}" });
        using var content = new ByteArrayContent(stream.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/msgpack") } };
        using HttpResponseMessage sent = await robot.PostAsync("trajectories", content);
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
        using HttpResponseMessage begun = await robot.PostAsync("jobs", null);
        Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync());
    }

    private static async Task<bool> IsDoneWithinAsync(HttpClient robot, int version, TimeSpan wait)
    {
        using var over = new CancellationTokenSource(wait);
        try
        {
            while (true)
            {
                JsonElement[] jobs = (await robot.GetFromJsonAsync<JsonElement[]>("jobs", over.Token))!;
                Assert.Equal(version, jobs.Length);
                string state = jobs[0].GetProperty("job").GetProperty("state").GetString()!;
                Assert.Contains(state, new[] { "waiting", "running", "done" });
                Assert.Empty(jobs[0].GetProperty("job").GetProperty("failures").EnumerateArray());
                if (state == "done") return true;
                await Task.Delay(20, over.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Each version is there once, and its world and policy answer.</summary>
    private static async Task AssertAllOpenAsync(HttpClient robot, int version)
    {
        JsonElement list = (await robot.GetFromJsonAsync<JsonElement>("versions"))!;
        Assert.Equal(Enumerable.Range(1, version).Reverse(), list.GetProperty("versions").EnumerateArray().Select(one => one.GetProperty("number").GetInt32()));
        Assert.Equal(version, list.GetProperty("versions").EnumerateArray().Select(one => one.GetProperty("job").GetString()).Distinct().Count());
        Assert.Equal(JsonValueKind.Number, list.GetProperty("published").ValueKind);
        for (int number = 1; number <= version; number++)
        {
            using HttpResponseMessage answer = await robot.PostAsJsonAsync("simulate", new { version = number, futures = 4, horizon = 3 });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        while (true)                                           // a publication answers a moment later
        {
            using HttpResponseMessage acted = await robot.PostAsJsonAsync("act", new { states = new[] { new[] { 0.01, 0, 0.02, 0 } } });
            Assert.True(acted.IsSuccessStatusCode, await acted.Content.ReadAsStringAsync());
            if ((await acted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32() == list.GetProperty("published").GetInt32()) return;
        }
    }
}
