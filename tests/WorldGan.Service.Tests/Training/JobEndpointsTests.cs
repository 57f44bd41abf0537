using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Logs;
using WorldGan.Service.Training;
using WorldGan.Tests;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Tests.Training;

public class JobEndpointsTests
{
    /// <summary>From steps over HTTP to an action: everything through the public API.</summary>
    [Fact]
    public async Task Steps_that_are_sent_in_come_back_as_a_version_that_acts()
    {
        await using ServedArm arm = await ServedArm.StartAsync(settings: "WorldGan:Training:NewSteps=200");
        await SendAsync(arm, 12);
        JsonElement version = await PublishedAsync(arm);
        Assert.Equal(12 * 20, version.GetProperty("transitions").GetInt32());
        Assert.Equal("published", version.GetProperty("state").GetString());
        Assert.Equal("publish", version.GetProperty("verdict").GetProperty("answer").GetString());
        Assert.Equal(JsonValueKind.Object, version.GetProperty("scores").GetProperty("returns").ValueKind);
        Assert.Equal(40, version.GetProperty("settings").GetProperty("worldModel").GetProperty("meanSteps").GetInt32());
        await arm.AnswersAsync(1);
        Assert.Equal(1, (await arm.AskAsync("act", new { states = new[] { new[] { 0.3, 2.6 } } })).GetProperty("version").GetInt32());
        JsonElement job = await OnlyJobAsync();
        await arm.Service.Client.GetStringAsync($"/v1/worlds/arm/jobs/{job.GetProperty("id").GetString()}/events");       // a version is there a moment before its job is done
        job = await OnlyJobAsync();
        Assert.Equal(("done", "new-data"), (job.GetProperty("state").GetString(), job.GetProperty("cause").GetString()));
        Answer metrics = (await arm.Service.GetAsync($"/v1/worlds/arm/jobs/{job.GetProperty("id").GetString()}/metrics")).Is(200);
        Assert.Contains("\"stage\":\"policy.", metrics.Body, StringComparison.Ordinal);
        (await arm.Service.GetAsync("/metrics")).Is(200).Says("worldgan_act_duration").Says("worldgan_version_published");

        async Task<JsonElement> OnlyJobAsync() => Assert.Single(JsonElement.Parse((await arm.Service.GetAsync("/v1/worlds/arm/jobs")).Is(200).Body).EnumerateArray()).GetProperty("job");
    }

    [Fact]
    public async Task A_job_is_watched_from_its_beginning_to_its_end()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await SendAsync(arm, 12);
        JsonElement job = JsonElement.Parse((await arm.Service.PostAsync("/v1/worlds/arm/jobs", "")).Is(202).Body).GetProperty("job");
        string path = $"/v1/worlds/arm/jobs/{job.GetProperty("id").GetString()}";
        string events = await arm.Service.Client.GetStringAsync($"{path}/events");        // ends with the job
        Assert.StartsWith("event: job\n", events, StringComparison.Ordinal);
        Assert.Contains("event: progress\ndata: {\"stage\":\"world\",\"part\":\"world.", events, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"done\"", events, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"done\"", await arm.Service.Client.GetStringAsync($"{path}/events"), StringComparison.Ordinal);
        (await arm.Service.PostAsync($"{path}/cancel", "")).Is(200).Says("\"state\":\"done\"");
    }

    /// <summary>Over a real connection, since the server in memory waits for no answer.</summary>
    [Fact]
    public async Task Whoever_watches_a_job_does_not_hold_up_a_stop_and_the_job_is_left_to_go_on()
    {
        using var temporary = new TemporaryFolder();
        string data = temporary.File("data"), folder = Path.Combine(data, "worlds", "arm");
        Directory.CreateDirectory(Path.Combine(folder, "log"));
        WorldSpecFile.Write(Path.Combine(folder, "world.json"), ArmWorld.Spec);
        SettingsFile.Write(Path.Combine(folder, "run.json"), ArmWorld.Settings with { WorldModel = ArmWorld.Settings.WorldModel with { AdversarialSteps = 1_000_000 } });
        LogFile.Write(Path.Combine(folder, "log", "00000001.wglog"), ArmWorld.Spec, Enumerable.Range(0, 12).Select(ArmWorld.Play));
        await using RunningService service = await RunningService.StartAsync(data, null, "urls=http://127.0.0.1:0", "WorldGan:Training:NewSteps=0", "WorldGan:Training:Threads=1", "WorldGan:Operations:StopSeconds=3600");
        (await service.PostAsync("/v1/worlds/arm/jobs", "")).Is(202);
        Job job = service.Services.GetRequiredService<JobBook>().Of(service.World("arm"))[0];
        await Wait.UntilAsync(() => job.Events.Progress is { Steps: > 20 });
        using HttpResponseMessage events = await service.Client.GetAsync($"/v1/worlds/arm/jobs/{job.Description.Id}/events", HttpCompletionOption.ResponseHeadersRead);
        await service.StopAsync().WaitAsync(Wait.Longest);
        Assert.Contains("event: progress", await events.Content.ReadAsStringAsync(), StringComparison.Ordinal);     // an end, not a cut
        JobDescription written = SettingsFile.Read<JobDescription>(job.Folder.Description);
        Assert.Equal((JobState.Running, 0), (written.State, written.Starts));
    }

    [Fact]
    public async Task Many_who_come_at_once_are_no_more_than_may_watch_a_job()
    {
        var events = new JobEvents();
        JobWatch?[] watches = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => events.TryWatch(32))));
        Assert.Equal(32, watches.Count(watch => watch is not null));
        foreach (JobWatch? watch in watches) watch?.Dispose();
        Assert.NotNull(events.TryWatch(1));
    }

    [Fact]
    public async Task Without_a_step_there_is_nothing_to_train_on()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        (await arm.Service.PostAsync("/v1/worlds/arm/jobs", "")).Is(409).Says("expected steps to train on, got none yet");
        (await arm.Service.GetAsync("/v1/worlds/arm/jobs/20300101-000000-abcd")).Is(404);
        (await arm.Service.GetAsync("/v1/worlds/arm/jobs/..%2F..")).Is(404);
        (await arm.Service.PostAsync("/v1/worlds/nobody/jobs", "")).Is(404);
    }

    internal static async Task SendAsync(ServedArm arm, int episodes)
    {
        using var stream = new MemoryStream();
        using (LogWriter log = LogFile.Create(stream, ArmWorld.Spec))
            for (int i = 0; i < episodes; i++) log.Write(ArmWorld.Play(i));
        (await arm.Service.PostAsync("/v1/worlds/arm/trajectories", stream.ToArray(), "application/msgpack")).Is(200);
    }

    private static async Task<JsonElement> PublishedAsync(ServedArm arm)
    {
        while (true)
        {
            JsonElement list = JsonElement.Parse((await arm.Service.GetAsync("/v1/worlds/arm/versions")).Is(200).Body);
            if (list.GetProperty("published").ValueKind == JsonValueKind.Number) return list.GetProperty("versions")[0];
        }
    }
}
