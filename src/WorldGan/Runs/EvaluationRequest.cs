using WorldGan.Evaluation;

namespace WorldGan.Runs;

/// <summary>What is asked of an evaluation, beside the errors and returns that every one tells.</summary>
public sealed record EvaluationRequest
{
    /// <summary>Number of episodes and their seed; null takes those of the run.</summary>
    public EvaluationOptions? Options { get; init; }

    /// <summary>How deeply the world is looked at.</summary>
    public StudyScope Study { get; init; } = StudyScope.None;

    /// <summary>A policy to score in the place of the run's, which leaves the run's own scores as they are; null scores the run's.</summary>
    public NamedPolicy? Other { get; init; }

    /// <summary>Whether to put the policy beside those that learn from the log alone, which are learned first where they are not there.</summary>
    public bool Baselines { get; init; }

    /// <summary>Whether to try evaluation without the environment itself, on policies from random to good whose true values a simulator tells.</summary>
    public bool OffPolicyStudy { get; init; }
}
