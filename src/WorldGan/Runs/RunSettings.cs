using System.ComponentModel.DataAnnotations;
using WorldGan.Evaluation;
using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>The settings of a run, one section a stage. The file run.json in a world's folder holds those that suit the world.</summary>
public sealed record RunSettings : IValidatableObject
{
    /// <summary>Seed of everything random in training.</summary>
    public ulong Seed { get; init; }

    /// <summary>Steps of an ensemble member between two checkpoints: what a crash costs at most. The result does not depend on it.</summary>
    [Range(1, 10_000_000)]
    public int StepsBetweenCheckpoints { get; init; } = 1000;

    /// <summary>How the world is learned.</summary>
    public WorldModelOptions WorldModel { get; init; } = new();

    /// <summary>How the policy is learned.</summary>
    public PolicyOptions Policy { get; init; } = new();

    /// <summary>How both are scored.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (WorldModel.Members == 1 && (Policy.UncertaintyPenalty > 0 || Policy.UncertaintyQuantile < 1))
            yield return new ValidationResult("uncertaintyPenalty and uncertaintyQuantile go by how the members of the world disagree; expected worldModel.members above 1, got 1.", [nameof(Policy)]);
    }

    /// <summary>Only a policy that imitates, or a world that says itself what a step earns, can do without logged rewards.</summary>
    internal LoggedRewards RewardsFor(WorldSpec world) => Policy.Reward == RewardKind.Imitation || world.RewardIs is not null ? LoggedRewards.Optional : LoggedRewards.Required;

    /// <summary>The same with the numbers of the policy's parts left open where they are the parts' own, so that other parts can be chosen.</summary>
    public RunSettings WithOpenPolicy() => this with { Policy = Policy.Unresolved() };

    /// <summary>The same with every number that is left to a choice filled in, as it is saved with the run: a later version may choose others.</summary>
    internal RunSettings Resolved() => this with { WorldModel = WorldModel.Resolved(), Policy = Policy.Resolved() };
}
