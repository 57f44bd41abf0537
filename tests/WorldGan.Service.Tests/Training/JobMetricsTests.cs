using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Runs;
using WorldGan.Service.Training;

namespace WorldGan.Service.Tests.Training;

/// <summary>What /metrics tells of jobs.</summary>
public class JobMetricsTests
{
    [Fact]
    public async Task While_a_job_runs_metrics_tell_how_many_are_open_how_far_it_is_and_its_losses()
    {
        RunSettings endless = ArmWorld.Settings with { WorldModel = ArmWorld.Settings.WorldModel with { AdversarialSteps = 1_000_000 } };
        await using ServedArm arm = await ServedArm.StartAsync(endless);
        await JobEndpointsTests.SendAsync(arm, 12);
        Assert.Contains("worldgan_job_open{world=\"arm\"} 0\n", await MetricsAsync(arm), StringComparison.Ordinal);
        Job runs = await BeginAsync(arm);
        await Wait.UntilAsync(() => runs.Events.Progress is { Part: "world.noise", Steps: > 20 });
        Job waits = await BeginAsync(arm);
        string told = await MetricsAsync(arm);
        Assert.Contains("worldgan_job_open{world=\"arm\"} 2\n", told, StringComparison.Ordinal);
        Assert.Matches("\nworldgan_job_progress\\{world=\"arm\",stage=\"world\"\\} (0\\.|\\d+E-)\\d+\n", told);
        Assert.Matches("\nworldgan_job_loss\\{world=\"arm\",part=\"world\\.noise\",name=\"\\w+\"\\} -?\\d", told);

        foreach (Job job in new[] { waits, runs }) (await arm.Service.PostAsync($"/v1/worlds/arm/jobs/{job.Description.Id}/cancel", "")).Is(200);
        await Wait.UntilAsync(() => runs.Description.HasEnded());
        string after = await MetricsAsync(arm);
        Assert.Contains("worldgan_job_open{world=\"arm\"} 0\n", after, StringComparison.Ordinal);
        Assert.DoesNotContain("worldgan_job_progress{", after, StringComparison.Ordinal);
        Assert.DoesNotContain("worldgan_job_loss{", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_job_has_ended_metrics_count_it_and_tell_the_version_that_answers()
    {
        await using ServedArm arm = await ServedArm.StartAsync();
        await JobEndpointsTests.SendAsync(arm, 12);
        Assert.DoesNotContain("worldgan_version_published{", await MetricsAsync(arm), StringComparison.Ordinal);
        Job job = await BeginAsync(arm);
        await Wait.UntilAsync(() => job.Description.HasEnded());
        await arm.AnswersAsync(1);
        string told = await MetricsAsync(arm);
        foreach (string line in new[] { "worldgan_job_attempts_total{world=\"arm\",outcome=\"done\"} 1\n", "worldgan_job_open{world=\"arm\"} 0\n", "worldgan_version_published{world=\"arm\"} 1\n" })
            Assert.Contains(line, told, StringComparison.Ordinal);
        Assert.DoesNotContain("worldgan_job_progress{", told, StringComparison.Ordinal);
    }

    private static async Task<string> MetricsAsync(ServedArm arm) => (await arm.Service.GetAsync("/metrics")).Is(200).Body;

    private static async Task<Job> BeginAsync(ServedArm arm)
    {
        string id = JsonElement.Parse((await arm.Service.PostAsync("/v1/worlds/arm/jobs", "")).Is(202).Body).GetProperty("job").GetProperty("id").GetString()!;
        return arm.Service.Services.GetRequiredService<JobBook>().Find(arm.Service.World("arm"), id)!;
    }
}
