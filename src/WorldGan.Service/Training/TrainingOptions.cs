using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Training;

/// <summary>When a world is trained again, and on what.</summary>
public sealed record TrainingOptions : IValidatableObject
{
    /// <summary>New steps after which a world is trained again; 0 leaves that to the schedule and to requests.</summary>
    [Range(0, 1_000_000_000)]
    public int NewSteps { get; init; } = 10_000;

    /// <summary>New steps that are needed as well, as a share of those before the last training, 0 to 10: the more there is, the less a few more steps change.</summary>
    [Range(0.0, 10.0)]
    public double NewShare { get; init; } = 0.1;

    /// <summary>Hours after which a world with any new step is trained again, 0.01 to 10,000; none by default.</summary>
    [Range(0.01, 10_000.0)]
    public double? EveryHours { get; init; }

    /// <summary>Threads of a training, 1 to 1,024; by default all processors but one, so that answers need not wait. They run below the others' priority.</summary>
    [Range(1, 1_024)]
    public int Threads { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>The newest megabytes of a world's log that are trained on, 1 to 1,000,000: a training holds them in memory.</summary>
    [Range(1, 1_000_000)]
    public int MostLogMegabytes { get; init; } = 1_000;

    /// <summary>How often a job is tried before it stops and health is degraded, 1 to 100.</summary>
    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>Seconds until a failed job is tried again, 1 to 86,400; twice as long after each further failure.</summary>
    [Range(1, 86_400)]
    public int RetrySeconds { get; init; } = 30;

    /// <summary>The longest such wait, 1 to 86,400 and at least <see cref="RetrySeconds"/>.</summary>
    [Range(1, 86_400)]
    public int MostRetrySeconds { get; init; } = 1_800;

    /// <summary>Finished jobs of a world that are kept, with their runs, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int KeepJobs { get; init; } = 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MostRetrySeconds < RetrySeconds)
            yield return new ValidationResult($"expected at least retrySeconds, {RetrySeconds}, got {MostRetrySeconds}.", [nameof(MostRetrySeconds)]);
    }

    /// <summary>The wait after so many failures.</summary>
    internal TimeSpan RetryAfter(int failures) => TimeSpan.FromSeconds(Math.Min(MostRetrySeconds, RetrySeconds * Math.Pow(2, failures - 1)));

    /// <summary>The accepted steps at which a world is trained again.</summary>
    /// <param name="trained">The accepted steps before the last training.</param>
    internal long DueAt(long trained) => trained + Math.Max(NewSteps, (long)Math.Ceiling(NewShare * trained));
}
