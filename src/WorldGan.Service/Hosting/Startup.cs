using WorldGan.Service.Operations;
using WorldGan.Service.Security;

namespace WorldGan.Service.Hosting;

/// <summary>Opens what the data folder holds before anything else starts. A fault stops the host, and all faults are listed.</summary>
internal sealed class Startup(DataFolder data, WorldCatalogue worlds, ApiKeys keys, PrometheusText metrics, ILogger<Startup> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (Action open in new Action[] { keys.Open, worlds.Open })
        {
            try
            {
                open();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
            {
                faults.Add(e.Message);
            }
        }

        if (faults.Count > 0) throw new InvalidDataException(string.Join('\n', faults));
        _ = metrics;                                               // made now, so that it counts from the start
        logger.Serving(worlds.All.Count, data.Path);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
