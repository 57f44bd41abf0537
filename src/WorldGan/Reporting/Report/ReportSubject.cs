using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Policies;
using WorldGan.WorldModel;

namespace WorldGan.Reporting.Report;

/// <summary>What a report is about: a run's data, what was learned from it, and what that was measured to be worth.</summary>
internal sealed record ReportSubject
{
    /// <summary>What the run is called.</summary>
    public required string Name { get; init; }

    /// <summary>Version, seed and hash of the data: what one would need to make the same again.</summary>
    public required IReadOnlyList<(string What, string Value)> Origin { get; init; }

    /// <summary>The log.</summary>
    public required TransitionSet Data { get; init; }

    /// <summary>Which episodes the learned world's training held out.</summary>
    public required EpisodeSplit Split { get; init; }

    /// <summary>The learned world.</summary>
    public required LearnedWorld World { get; init; }

    /// <summary>The policy; null where none was learned.</summary>
    public required QPolicy? Policy { get; init; }

    /// <summary>How training went.</summary>
    public required IReadOnlyList<TrainingCurve> Curves { get; init; }

    /// <summary>What the log lacks, as sentences.</summary>
    public required IReadOnlyList<string> DataWarnings { get; init; }

    /// <summary>What went wrong in training, as sentences.</summary>
    public required IReadOnlyList<string> TrainingWarnings { get; init; }

    /// <summary>Returns in the true world, where there is a simulator, and of the log.</summary>
    public required (ReturnStatistics Policy, ReturnStatistics Random, ReturnStatistics Logged) Returns { get; init; }

    /// <summary>Returns in the learned world; that of the policy is null where none was learned.</summary>
    public required (EpisodeScores? Policy, EpisodeScores Random) Forecast { get; init; }

    /// <summary>What the policy is worth, told without trying it; null where that was not evaluated.</summary>
    public required OffPolicyReport? OffPolicy { get; init; }

    /// <summary>What other policies earn in the true world, where there is a simulator, and in the learned one: those from the log alone, and those that were scored by name, such as one that plans.</summary>
    public required IReadOnlyList<(string Name, ReturnStatistics True, ReturnStatistics Imagined)> Others { get; init; }

    /// <summary>Threads to use; the report does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>A number of one member's training, as it went.</summary>
/// <param name="Stage">Such as world.noise.</param>
/// <param name="Metric">Such as criticDistance.</param>
/// <param name="Member">Which member of the ensemble.</param>
/// <param name="Steps">[N] steps of the training.</param>
/// <param name="Values">[N] the number; null where it was not finite.</param>
internal sealed record TrainingCurve(string Stage, string Metric, int Member, IReadOnlyList<double> Steps, IReadOnlyList<double?> Values);
