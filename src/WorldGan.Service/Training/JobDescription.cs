namespace WorldGan.Service.Training;

/// <summary>A training and what became of it: job.json.</summary>
internal sealed record JobDescription
{
    /// <summary>Its name, unique among all hosts: the time of its beginning and four random digits.</summary>
    public required string Id { get; init; }

    /// <summary>Why it was begun.</summary>
    public required JobCause Cause { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Steps of its world that had been accepted then.</summary>
    public required long AcceptedSteps { get; init; }

    /// <summary>Names of the segments of the log that it learns from, in order; null until it runs for the first time.</summary>
    public IReadOnlyList<string>? Logs { get; init; }

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyList<JobFailure> Failures { get; init; } = [];

    /// <summary>How often it was begun since it had last saved something to go on from, the present time included; 0 where it came to an end of its own.</summary>
    public int Starts { get; init; }

    /// <summary>When it had last saved something before the present start; null where it had not.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>When it is tried again; null where nothing keeps it from running.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The version that it made; null where it has made none.</summary>
    public int? Version { get; init; }

    /// <summary>What came of it, as a sentence; null while it has not ended.</summary>
    public string? Outcome { get; init; }

    /// <summary>The same as it is begun once more.</summary>
    /// <param name="savedAt">When it last saved something to go on from.</param>
    public JobDescription Begun(DateTimeOffset? savedAt) => this with { State = JobState.Running, NotBefore = null, SavedAt = savedAt, Starts = savedAt == SavedAt ? Starts + 1 : 1 };

    /// <summary>A job of which nothing is known but its name.</summary>
    public static JobDescription Unreadable(string id, DateTimeOffset writtenAt, string reason) =>
        new() { Id = id, Cause = JobCause.Request, State = JobState.Failed, CreatedAt = writtenAt, AcceptedSteps = 0, FinishedAt = writtenAt, Outcome = reason };

    /// <summary>Whether nothing more is to be done.</summary>
    public bool HasEnded() => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}

/// <summary>An attempt that failed.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record JobFailure(DateTimeOffset At, string Reason);

/// <summary>Why a job was begun.</summary>
internal enum JobCause
{
    /// <summary>There is enough new data.</summary>
    NewData,

    /// <summary>It was time.</summary>
    Schedule,

    /// <summary>Somebody asked for it.</summary>
    Request,
}

/// <summary>Where a job stands.</summary>
internal enum JobState
{
    /// <summary>It waits for its turn, or to be tried again.</summary>
    Waiting,

    /// <summary>It runs; after a crash it goes on.</summary>
    Running,

    /// <summary>It has made a version.</summary>
    Done,

    /// <summary>It failed too often.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,
}
