using System.Threading.Channels;
using WorldGan.Service.Operations;
using WorldGan.Service.Registry;

namespace WorldGan.Service.Acting;

/// <summary>Sees to it that each world answers with its published version: at start, when this host publishes one, and every few seconds, since another host may.</summary>
internal sealed class VersionWatch(ActingWorlds acting, IWorldCatalogue worlds, IVersionRegistry registry, RegistryOptions options, TimeProvider time, ILogger<VersionWatch> log) : BackgroundService
{
    private readonly Channel<bool> _looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<WorldName, string> _told = [];     // faults that are in the log: one that lasts for a night is no reason to fill a disk

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (HostedWorld world in worlds.All) acting.Of(world);                 // a wrong act.json stops the start
        await LookAsync(cancellationToken);                                         // and no question comes before there is an answer
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        registry.Published += LookSoon;
        await using ITimer timer = time.CreateTimer(_ => _looks.Writer.TryWrite(true), null, TimeSpan.FromSeconds(options.PollSeconds), TimeSpan.FromSeconds(options.PollSeconds));
        try
        {
            await foreach (bool _ in _looks.Reader.ReadAllAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopped
        }
        finally
        {
            registry.Published -= LookSoon;
        }
    }

    private void LookSoon(WorldName world) => _looks.Writer.TryWrite(true);

    private async Task LookAsync(CancellationToken cancellation)
    {
        foreach (HostedWorld world in worlds.All)
        {
            try
            {
                if (await acting.Of(world).RefreshAsync(cancellation) is { } version) log.VersionAnswers(world.Name.Value, version.Number);
                if (_told.Remove(world.Name)) log.VersionWell(world.Name.Value);
            }
            catch (Exception e) when (e is not OperationCanceledException)          // the version before goes on; health says so
            {
                if (_told.GetValueOrDefault(world.Name) != e.Message) log.VersionNotLoaded(e, world.Name.Value);
                _told[world.Name] = e.Message;
            }
        }
    }
}
