using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorldGan.Service.Ingest;

/// <summary>Unhealthy where a log cannot be written.</summary>
internal sealed class IngestHealth(IWorldCatalogue worlds) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] faults = [.. worlds.All.Where(world => world.Log.Fault is not null).Select(world => $"{world.Name}: {world.Log.Fault}")];
        return Task.FromResult(faults.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join('\n', faults)));
    }
}
