using Microsoft.Extensions.Logging;
using WorldGan.Service.Acting;
using WorldGan.Service.Registry;
using WorldGan.Service.Tests.Training;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Acting;

public class VersionWatchTests
{
    /// <summary>A database that is away for a night, looked for every five seconds.</summary>
    [Fact]
    public async Task A_fault_is_told_once_and_its_end_too_and_the_world_is_well_again()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.File("data"));
        var world = new FakeWorld(data);
        var registry = new AbsentRegistry(new FolderRegistry(data, new RegistryOptions(), Microsoft.Extensions.Logging.Abstractions.NullLogger<FolderRegistry>.Instance));
        var (time, log, acting) = (new HandTime(), new HeardLog<VersionWatch>(), new ActingWorlds(registry, new ActingOptions()));
        using var watch = new VersionWatch(acting, world, registry, new RegistryOptions(), time, log);
        await watch.StartAsync(CancellationToken.None);
        foreach (string? fault in new[] { null, "away", "away", "away", "refuses", "refuses", null, null, "away" })
        {
            registry.Fault = fault;
            int looks = registry.Looks;
            await Wait.UntilAsync(() => time.IsWaitedFor);
            time.Advance(TimeSpan.FromSeconds(5));
            await Wait.UntilAsync(() => registry.Looks > looks && acting.Of(world.Hosted).Fault == fault);
        }

        await watch.StopAsync(CancellationToken.None);
        Assert.Equal([(LogLevel.Error, "away"), (LogLevel.Error, "refuses"), (LogLevel.Information, null), (LogLevel.Error, "away")], log.Heard);
    }

    /// <summary>Cannot be reached where a test says so.</summary>
    private sealed class AbsentRegistry(IVersionRegistry registry) : PassingRegistry(registry)
    {
        public volatile string? Fault;
        public volatile int Looks;

        public override async Task<VersionList> ListAsync(WorldName world, CancellationToken cancellation)
        {
            Interlocked.Increment(ref Looks);
            return Fault is { } fault ? throw new IOException(fault) : await base.ListAsync(world, cancellation);
        }
    }
}
