using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorldGan.Service.Acting;

/// <summary>Degraded where a published version cannot be loaded.</summary>
internal sealed class ActingHealth(ActingWorlds worlds) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] faults = [.. worlds.All.Where(world => world.Fault is not null).Select(world => $"World '{world.Hosted.Name}': {world.Fault}")];
        return Task.FromResult(faults.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join('\n', faults)));
    }
}
