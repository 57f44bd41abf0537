using System.Text.Json;
using WorldGan.Logs;

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
        JsonElement job = Assert.Single(JsonElement.Parse((await arm.Service.GetAsync("/v1/worlds/arm/jobs")).Is(200).Body).EnumerateArray()).GetProperty("job");
        Assert.Equal(("done", "new-data"), (job.GetProperty("state").GetString(), job.GetProperty("cause").GetString()));
        Answer metrics = (await arm.Service.GetAsync($"/v1/worlds/arm/jobs/{job.GetProperty("id").GetString()}/metrics")).Is(200);
        Assert.Contains("\"stage\":\"policy.", metrics.Body, StringComparison.Ordinal);
        (await arm.Service.GetAsync("/metrics")).Is(200).Says("worldgan_act_duration").Says("worldgan_version_published");
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
