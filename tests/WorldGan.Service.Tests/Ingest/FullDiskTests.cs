namespace WorldGan.Service.Tests.Ingest;

/// <summary>A full disk as a robot and an operator see it, over HTTP.</summary>
public class FullDiskTests
{
    [SkippableFact]
    public async Task Where_the_disk_is_full_steps_are_refused_and_the_service_is_not_ready_until_there_is_room()
    {
        using var disk = new SmallDisk(kilobytes: 2048);
        RunningService.AddArm(disk.Path);
        string some = SmallWorld.ToJson(SmallWorld.Steps("some", 0, 3)), many = SmallWorld.ToJson(SmallWorld.Steps("many", 0, 3000));
        await using (RunningService service = await RunningService.StartAsync(disk.Path, null, "WorldGan:Training:NewSteps=0"))
        {
            (await SendAsync(service, some)).Is(200).Says("\"accepted\":3");
            Assert.Equal(200, (await service.GetAsync("/health/ready")).Status);
            disk.Fill();
            Answer refused = (await SendAsync(service, many)).Is(507).Says("Expected room for the steps on the disk").Says("Nothing of the request was taken.");
            Assert.Equal(TimeSpan.FromSeconds(10), refused.RetryAfter);
            Assert.Equal(503, await ReadyAsync(service));
            (await SendAsync(service, some)).Is(200).Says("{\"accepted\":0,\"known\":3}");          // they are there
            Answer job = (await service.PostAsync("/v1/worlds/arm/jobs", "")).Is(503).Says("No space left");
            Assert.Equal(TimeSpan.FromSeconds(10), job.RetryAfter);
            (await service.GetAsync("/v1/worlds/arm/jobs")).Is(200).Says("[]");
            (await service.GetAsync("/health/live")).Is(200);
            (await service.GetAsync("/metrics")).Is(200).Says("worldgan_ingest_refused_requests_total{world=\"arm\",status=\"507\"} 1\n");
            Assert.Equal(503, await ReadyAsync(service));

            disk.Free();
            for (long start = Environment.TickCount64; await ReadyAsync(service) != 200;)              // it looks for room now and then
                Assert.True(Environment.TickCount64 - start < Wait.Longest.TotalMilliseconds, "Expected a service that is ready when there is room again, got one that is not.");
            (await SendAsync(service, many)).Is(200).Says("{\"accepted\":3000,\"known\":0}");
            (await service.GetAsync("/v1/worlds")).Is(200).Says("\"acceptedSteps\":3003");
        }

        await using RunningService after = await RunningService.StartAsync(disk.Path, null, "WorldGan:Training:NewSteps=0");
        (await after.GetAsync("/v1/worlds")).Is(200).Says("\"acceptedSteps\":3003");
    }

    private static Task<Answer> SendAsync(RunningService service, string steps) => service.PostAsync("/v1/worlds/arm/trajectories", steps);

    /// <summary>The status; a word beside it says the same of the log, which is what could not be written.</summary>
    private static async Task<int> ReadyAsync(RunningService service)
    {
        Answer ready = await service.GetAsync("/health/ready");
        ready.Says(ready.Status == 200 ? "\"ingest\":{\"status\":\"healthy\"" : "\"ingest\":{\"status\":\"unhealthy\"");
        return ready.Status;
    }
}
