using WorldGan.Service.Operations;

namespace WorldGan.Service.Training;

/// <summary>Begins jobs by itself: where there is enough new data, and where it is time.</summary>
internal sealed class JobTriggers(JobBook book, IWorldCatalogue worlds, TrainingOptions options, TimeProvider time, ILogger<JobTriggers> log)
{
    private DateTimeOffset _notBefore;

    /// <summary>Begins the jobs that are due. A job that cannot be written is tried again later.</summary>
    public void Check()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now < _notBefore) return;
        foreach (HostedWorld world in worlds.All)
        {
            try
            {
                if (Cause(world, now) is { } cause) book.Add(world, cause);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.JobNotWritten(e, world.Name.Value, "new");
                _notBefore = now.AddSeconds(options.RetrySeconds);
            }
        }
    }

    /// <summary>Why a world is to be trained now; null where it is not. The same data would give the same version, so there must be some that the last job did not see.</summary>
    private JobCause? Cause(HostedWorld world, DateTimeOffset now)
    {
        JobDescription? last = book.Of(world).LastOrDefault()?.Description;
        long accepted = world.Log.AcceptedSteps, trained = last?.AcceptedSteps ?? 0;
        if (last is not null && !last.HasEnded() || accepted <= trained) return null;
        if (options.NewSteps > 0 && accepted >= options.DueAt(trained)) return JobCause.NewData;
        return options.EveryHours is { } hours && (last is null || now >= last.CreatedAt.AddHours(hours)) ? JobCause.Schedule : null;
    }
}
