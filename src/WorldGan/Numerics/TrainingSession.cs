namespace WorldGan.Numerics;

/// <summary>What surrounds a training without changing its result: threads, progress, cancellation and checkpoints.</summary>
public sealed record TrainingSession
{
    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Stops the training after the present step, with a checkpoint.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Receives reports, from several threads at once.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Folder for checkpoints; null trains without.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Steps of a member between two checkpoints; every checkpoint is whole, and a run that goes on from it ends with the same bits.</summary>
    public int StepsBetweenCheckpoints { get; init; } = 1000;

    /// <summary>Steps of a member between two reports.</summary>
    public int StepsBetweenReports { get; init; } = 100;
}

/// <summary>Where a training stands.</summary>
/// <param name="Stage">What is being trained, such as "world.noise".</param>
/// <param name="Member">The ensemble member.</param>
/// <param name="Step">Steps done by this member, over all its stages.</param>
/// <param name="Steps">Steps to do by this member, over all its stages.</param>
/// <param name="Members">Number of members.</param>
/// <param name="Values">Losses and errors by name; the README of each stage's folder gives their formulas. Empty in a member's first report, which says where it goes on.</param>
public sealed record TrainingProgress(string Stage, int Member, int Step, int Steps, int Members, IReadOnlyList<(string Name, double Value)> Values)
{
    /// <summary>What is wrong as it stands, in sentences that are the same for every member; empty where nothing is, or nothing was measured.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Something that went wrong and was dealt with, in a sentence that is the same for every member; null in most reports.</summary>
    public string? Incident { get; init; }
}
