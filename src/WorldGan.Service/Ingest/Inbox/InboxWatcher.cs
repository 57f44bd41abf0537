using WorldGan.Service.Operations;

namespace WorldGan.Service.Ingest.Inbox;

/// <summary>Looks through the inboxes of all worlds again and again. It asks the file system instead of being told, which works on every one and forgets nothing.</summary>
internal sealed class InboxWatcher(IWorldCatalogue worlds, DataFolder data, IngestOptions options, IngestMetrics metrics, TimeProvider time, ILogger<InboxWatcher> logger) : BackgroundService
{
    private readonly Dictionary<WorldName, Inbox> _inboxes = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();                                        // reading a large file does not keep the host from starting
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.InboxSeconds), time);
        try
        {
            do await ScanAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopped: a host that could not start would call it a failure
        }
    }

    /// <summary>Looks through all inboxes once.</summary>
    internal async Task ScanAsync(CancellationToken cancellation)
    {
        foreach (HostedWorld world in worlds.All)
        {
            if (!_inboxes.TryGetValue(world.Name, out Inbox? inbox)) _inboxes[world.Name] = inbox = new Inbox(world, options, metrics, time, logger);
            await TryAsync(world.Folder.Inbox, () => inbox.ScanAsync(cancellation));
        }

        await TryAsync(data.Quarantine, () =>
        {
            SettledFiles.Prune(data.Quarantine, time.GetUtcNow().AddDays(-options.QuarantineKeepDays));
            return Task.CompletedTask;
        });
    }

    private async Task TryAsync(string folder, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.InboxWaits(folder, e.Message);
        }
    }
}
