using System.ComponentModel.DataAnnotations;
using WorldGan.Evaluation.OffPolicy;

namespace WorldGan.Evaluation;

/// <summary>How a learned world and a policy are scored.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Episodes of each policy in each world.</summary>
    [Range(1, 1_000_000)]
    public int Episodes { get; init; } = 100;

    /// <summary>Seed of the episodes. One for all runs, so that runs meet the same start states, and far from the small seeds that logs are recorded with.</summary>
    public ulong Seed { get; init; } = 1_000_000_007;

    /// <summary>Most steps of an episode in a world that states no step limit.</summary>
    [Range(1, 10_000_000)]
    public int HorizonWithoutStepLimit { get; init; } = 1000;

    /// <summary>How a policy is evaluated without trying it.</summary>
    public OffPolicyOptions OffPolicy { get; init; } = new();
}
