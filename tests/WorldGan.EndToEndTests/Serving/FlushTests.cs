using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Simulators;
using WorldGan.Tests;
using WorldGan.Tests.House;
using WorldGan.Worlds;

namespace WorldGan.EndToEndTests.Serving;

/// <summary>
/// What is acknowledged would survive a loss of power. kill -9 cannot show that, since the operating system goes on to write what the process has handed to it; the order of
/// flushes and answers can.
/// </summary>
public sealed class FlushTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Func<DiskTrace, IEnumerable<string>>> _answers = [];     // of each answer what it acknowledges and a loss of power would take away
    private readonly StreamingRobot _robot = new(0);

    private string Folder => Path.GetDirectoryName(_folder.File("x"))!;

    private string Trace => _folder.File("trace");

    private string World => Path.Combine(_folder.File("data"), "worlds", "cartpole");

    public void Dispose()
    {
        _robot.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Worlds_and_steps_are_on_the_disk_before_their_answer_is_sent_and_before_a_file_leaves_the_inbox()
    {
        using ServeProcess service = Start();
        using (var world = new ByteArrayContent(WorldSpecFile.Format(new CartPole().Spec))) await AskAsync(service.Client.PutAsync("/v1/worlds/cartpole", world), Path.Combine(World, "world.json"));
        for (int i = 0; i < 5; i++) await SendAsync(service.Client);
        string part = _folder.File("run.csv"), inbox = Path.Combine(World, "inbox", "run.csv");
        LogFile.Write(part, new CartPole().Spec, [_robot.Next with { Id = "file" }]);
        File.Move(part, inbox);
        while (File.Exists(inbox)) await Task.Delay(20);
        service.Stop();
        int moved = 0;
        Replay((trace, happened) =>
        {
            if (happened.Word != "rename" || happened.Path != inbox) return;
            moved++;
            Assert.Empty(Lost(trace, Segments(trace).DefaultIfEmpty("any segment")));
        });
        Assert.Equal(1, moved);
    }

    [SkippableFact]
    public async Task A_version_is_on_the_disk_before_it_is_published_and_jobs_and_publications_are_before_their_answer_is_sent()
    {
        ServedCartPole.Add(Folder);
        using ServeProcess service = Start();
        for (int version = 1; version <= 2; version++)
        {
            for (int i = 0; i < 40; i++) await SendAsync(service.Client);
            await TrainAsync(service.Client);
        }

        string published = Path.Combine(World, "published.json");       // by hand, since the second version may have to wait
        await AskAsync(service.Client.PostAsync("/v1/worlds/cartpole/versions/2/promote", null), published);
        await AskAsync(service.Client.PostAsync("/v1/worlds/cartpole/rollback", null), published);
        service.Stop();
        int publications = 0;
        Replay((trace, happened) =>
        {
            if (happened.Word != "rename" || happened.Other != published) return;
            publications++;                                            // version 1 by its job, version 2, and version 1 again
            string[] version = [.. new[] { "version.json", "world.safetensors", "policy.safetensors", "scores.json" }.Select(file => Path.Combine(World, "versions", publications == 2 ? "2" : "1", file))];
            Assert.Empty(Lost(trace, version));
            Assert.True(trace.IsFlushed(happened.Path), $"Expected {happened.Path} on the disk before it took the place of {published}.");
        });
        Assert.Equal(3, publications);
    }

    /// <summary>The next service reads them out of the memory of the operating system, and would acknowledge them as known.</summary>
    [SkippableFact]
    public async Task Steps_that_were_written_and_not_flushed_when_the_service_was_killed_are_on_the_disk_before_they_count_as_known()
    {
        ServedCartPole.Add(Folder);
        using (ServeProcess killed = Start(("DISK_TRACE_KILL", "3:.wglog")))
        {
            await SendAsync(killed.Client);
            await SendAsync(killed.Client);
            await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(killed.Client));
            killed.Kill();
        }

        using ServeProcess service = Start();
        JsonElement world = JsonElement.Parse(await service.Client.GetStringAsync("/v1/worlds"))[0];
        _answers.Add(_ => []);
        Assert.Equal(_robot.Acknowledged.Append(_robot.Next).Sum(piece => piece.Count), world.GetProperty("acceptedSteps").GetInt32());
        await SendAsync(service.Client);
        service.Stop();
        Replay((_, _) => { });
    }

    [SkippableFact]
    public async Task A_world_that_was_there_and_not_flushed_when_the_service_was_killed_is_on_the_disk_before_it_is_acknowledged()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(World)!);
        byte[] json = WorldSpecFile.Format(new CartPole().Spec);
        using (ServeProcess killed = Start(("DISK_TRACE_KILL", "1:/worlds/cartpole")))
        {
            using var world = new ByteArrayContent(json);
            await Assert.ThrowsAsync<HttpRequestException>(() => killed.Client.PutAsync("/v1/worlds/cartpole", world));
            killed.Kill();
        }

        Assert.True(File.Exists(Path.Combine(World, "world.json")));
        using ServeProcess service = Start();
        using (var world = new ByteArrayContent(json)) await AskAsync(service.Client.PutAsync("/v1/worlds/cartpole", world), Path.Combine(World, "world.json"));
        service.Stop();
        Replay((_, _) => { });
    }

    private ServeProcess Start(params (string, string)[] variables)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "It loads a library into the service as Linux does.");
        string library = _folder.File("disk-trace.so");
        Gcc.CompileLibrary(Repository.PathOf("tests/WorldGan.EndToEndTests/Serving/disk-trace.c"), library);
        return ServeProcess.StartWith([("LD_PRELOAD", library), ("DISK_TRACE", Trace), .. variables], Folder, "training.newSteps=0");
    }

    private async Task SendAsync(HttpClient client)
    {
        await _robot.SendAsync(client);
        _answers.Add(trace => Lost(trace, Segments(trace).DefaultIfEmpty("any segment")));
    }

    private async Task TrainAsync(HttpClient client)
    {
        string job = (await ServedCartPole.BeginJobAsync(client)).GetProperty("id").GetString()!;
        string description = Path.Combine(World, "jobs", job, "job.json");
        _answers.Add(trace => trace.IsKeptOrWas(description) ? [] : [description]);        // it may run already, and be written anew
        while (true)
        {
            using var done = JsonDocument.Parse(await client.GetStringAsync($"/v1/worlds/cartpole/jobs/{job}"));
            _answers.Add(_ => []);
            string state = done.RootElement.GetProperty("job").GetProperty("state").GetString()!;
            Assert.Contains(state, new[] { "waiting", "running", "done" });
            if (state == "done") return;
            await Task.Delay(20);
        }
    }

    private async Task AskAsync(Task<HttpResponseMessage> asking, string acknowledged)
    {
        using HttpResponseMessage answer = await asking;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        _answers.Add(trace => Lost(trace, [acknowledged]));
    }

    /// <summary>Goes once more through what the service did, and looks with each of its answers whether what it acknowledges is on the disk.</summary>
    private void Replay(Action<DiskTrace, DiskEvent> before)
    {
        var trace = new DiskTrace();
        int answers = 0;
        foreach (DiskEvent happened in DiskTrace.Read(Trace))
        {
            before(trace, happened);
            if (happened.Word == "answer")
            {
                string[] lost = [.. _answers[answers++](trace)];
                Assert.True(lost.Length == 0, $"Answer {answers} of {_answers.Count}: expected everything on the disk, got what a loss of power would take away: {string.Join(", ", lost)}");
            }

            trace.Apply(happened);
        }

        Assert.Equal(_answers.Count, answers);
    }

    private static IEnumerable<string> Lost(DiskTrace trace, IEnumerable<string> paths) => paths.Where(path => !trace.IsKept(path));

    private static IEnumerable<string> Segments(DiskTrace trace) => trace.Paths.Where(path => path.EndsWith(".wglog", StringComparison.Ordinal)).ToList();
}
