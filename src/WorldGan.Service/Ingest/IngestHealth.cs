using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorldGan.Service.Ingest;

/// <summary>Unhealthy where a log cannot be written.</summary>
internal sealed class IngestHealth(IWorldCatalogue worlds, TimeProvider time) : IHealthCheck
{
    private readonly Pace _recoveries = new(time, TimeSpan.FromSeconds(1));      // each writes, and anybody may ask for the health

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HostedWorld[] faulty = [.. worlds.All.Where(world => world.Log.Fault is not null)];
        if (faulty.Length > 0 && _recoveries.TryBegin())
            foreach (HostedWorld world in faulty) await world.Log.RecoverAsync().WaitAsync(cancellationToken);
        string[] faults = [.. faulty.Where(world => world.Log.Fault is not null).Select(world => $"{world.Name}: {world.Log.Fault}")];
        return faults.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join('\n', faults));
    }
}
