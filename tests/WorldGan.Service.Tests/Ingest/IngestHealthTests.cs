using Microsoft.Extensions.Diagnostics.HealthChecks;
using WorldGan.Service.Ingest;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Ingest;

public class IngestHealthTests
{
    [Fact]
    public async Task However_often_the_health_is_asked_for_a_disk_is_tried_once_a_second()
    {
        using var folder = new TemporaryFolder();
        var time = new HandTime();
        var world = new FakeWorld(new DataFolder(folder.File("data")));
        var health = new IngestHealth(world, time);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        Assert.Equal(0, world.Recoveries);
        world.Fault = "no room";
        for (int tries = 1; tries < 4; tries++)
        {
            for (int i = 0; i < 5; i++) Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
            Assert.Equal(tries, world.Recoveries);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        async Task<HealthStatus> StatusAsync() => (await health.CheckHealthAsync(new HealthCheckContext())).Status;
    }
}
