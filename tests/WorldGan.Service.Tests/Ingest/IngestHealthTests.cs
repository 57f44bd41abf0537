using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
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

        await using RunningService service = await RunningService.StartAsync();        // where it is one and the same for all who ask
        HealthCheckRegistration ingest = service.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single(check => check.Name == "ingest");
        Assert.Same(ingest.Factory(service.Services), ingest.Factory(service.Services));

        async Task<HealthStatus> StatusAsync() => (await health.CheckHealthAsync(new HealthCheckContext())).Status;
    }
}
