using WorldGan.Service.Operations;

namespace WorldGan.Service.Training;

/// <summary>Runs one job after the other. What fails is written down and tried again some times; what a stop or a crash has cut off goes on.</summary>
internal sealed class TrainingWorker(JobBook book, JobTriggers triggers, Trainer trainer, IWorldCatalogue worlds, TrainingOptions options, TrainingMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<TrainingWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stops = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);   // at once: the web server, which stops first, may need all the time there is
        foreach (HostedWorld world in worlds.All) book.Of(world);                   // the jobs of before
        while (!stops.IsCancellationRequested)
        {
            triggers.Check();
            if (book.NextDue() is { } job)
            {
                await RunAsync(job, stops.Token);
                if (job.Description.HasEnded()) TryPrune(job.World);
            }
            else
            {
                await Task.Delay(BetweenLooks, time, stops.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Old jobs that cannot be deleted now are tried again behind the next one.</summary>
    private void TryPrune(HostedWorld world)
    {
        try
        {
            book.Prune(world);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.JobsNotPruned(e, world.Name.Value);
        }
    }

    private async Task RunAsync(Job job, CancellationToken stopping)
    {
        (string world, string id) = (job.World.Name.Value, job.Description.Id);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, job.Cancellation);
        try
        {
            DateTimeOffset? saved = job.Folder.SavedAt();
            job.Change(description => description.Begun(saved));
            if (job.Description.Starts > options.Attempts)
            {
                GiveUp(job);
                return;
            }

            log.JobStarted(world, id);
            (int version, string outcome) = await trainer.RunAsync(job, either.Token);
            job.Change(description => description with { State = JobState.Done, Version = version, Outcome = outcome, FinishedAt = time.GetUtcNow() });
            metrics.Ended(job, "done");
            log.JobDone(world, id, outcome);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            if (job.Cancellation.IsCancellationRequested) Save(job, d => d with { State = JobState.Cancelled, Outcome = "Cancelled.", FinishedAt = time.GetUtcNow() });
            else
            {
                Save(job, description => description with { Starts = 0 });
                log.JobPaused(world, id);
            }
        }
        catch (Exception e)                                    // whatever it was: it is written down, and in the end degrades the health
        {
            metrics.Ended(job, "failed");
            log.JobAttemptFailed(e, world, id);
            Fail(job, e.Message);
        }
    }

    private void Fail(Job job, string reason)
    {
        DateTimeOffset now = time.GetUtcNow();
        JobFailure[] failures = [.. job.Description.Failures, new(now, reason)];
        if (failures.Length < options.Attempts) Save(job, d => d with { State = JobState.Waiting, Starts = 0, Failures = failures, NotBefore = now + options.RetryAfter(failures.Length) });
        else Save(job, d => d with { State = JobState.Failed, Failures = failures, Outcome = $"Failed {failures.Length} times, at last: {reason}", FinishedAt = now });
    }

    /// <summary>A job that takes the whole service with it, most likely for want of memory, would do so again at every start.</summary>
    private void GiveUp(Job job)
    {
        string reason = $"The service died {options.Attempts} times in a row while this job ran, and before it had saved anything new. Most likely there was not enough memory: set training.mostLogMegabytes lower.";
        Save(job, description => description with { State = JobState.Failed, Outcome = reason, FinishedAt = time.GetUtcNow() });
        metrics.Ended(job, "failed");
        log.JobGivenUp(job.World.Name.Value, job.Description.Id, reason);
    }

    /// <summary>A full disk keeps even a failure from being written. It counts all the same, until a restart tries the job again.</summary>
    private void Save(Job job, Func<JobDescription, JobDescription> change)
    {
        try
        {
            job.Change(change);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.JobNotWritten(e, job.World.Name.Value, job.Description.Id);
            job.Remember(change);
        }
    }
}
