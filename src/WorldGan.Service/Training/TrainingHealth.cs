using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WorldGan.Service.Training;

/// <summary>Degraded where the last job of a world that was not cancelled has failed for good: it is no longer trained until there is more data, or somebody asks.</summary>
internal sealed class TrainingHealth(JobBook book, IWorldCatalogue worlds) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] faults = [.. worlds.All.Select(book.LastOwnEnd).OfType<Job>()
            .Where(job => job.Description.State == JobState.Failed).Select(job => $"World '{job.World.Name}', job {job.Description.Id}: {job.Description.Outcome}")];
        return Task.FromResult(faults.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join('\n', faults)));
    }
}
