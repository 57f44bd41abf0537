using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorldGan.Service.Ingest;

/// <summary>Unhealthy where a log cannot be written.</summary>
internal sealed class IngestHealth(IWorldCatalogue worlds) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (HostedWorld world in worlds.All.Where(world => world.Log.Fault is not null)) await world.Log.RecoverAsync().WaitAsync(cancellationToken);
        string[] faults = [.. worlds.All.Where(world => world.Log.Fault is not null).Select(world => $"{world.Name}: {world.Log.Fault}")];
        return faults.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join('\n', faults));
    }
}
