using System.ComponentModel.DataAnnotations;
using WorldGan.Policies.Imitation;
using WorldGan.WorldModel;

namespace WorldGan.Policies;

/// <summary>How a policy is learned: parts by name, and the numbers of each. All budgets are steps. What is null takes its part's own value, or has no use under it.</summary>
public sealed record PolicyOptions : IValidatableObject
{
    /// <summary>Where transitions come from; on the command line also <c>--source</c>.</summary>
    public PolicySource Source { get; init; }

    /// <summary>What is learned of a return; on the command line also <c>--value</c>.</summary>
    public ValueKind Value { get; init; } = ValueKind.QrDqn;

    /// <summary>What a step is rewarded for; on the command line also <c>--reward</c>.</summary>
    public RewardKind Reward { get; init; }

    /// <summary>How the networks say what actions are worth.</summary>
    public NetworkKind Network { get; init; }

    /// <summary>Which remembered transitions are learned from.</summary>
    public SamplingKind Sampling { get; init; }

    /// <summary>Number of Q networks, each trained from a seed of its own; the policy takes the action with the highest mean value.</summary>
    [Range(1, 64)]
    public int Members { get; init; } = 2;

    /// <summary>Width of the two hidden layers.</summary>
    [Range(8, 1024)]
    public int HiddenWidth { get; init; } = 128;

    /// <summary>Gradient steps of each member.</summary>
    [Range(1, 100_000_000)]
    public int Steps { get; init; } = 20_000;

    /// <summary>Rows of a batch.</summary>
    [Range(8, 8192)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Share of a batch that is drawn from the log, where there is more than the log; the rest is imagined, or from the simulator.</summary>
    [Range(0, 1)]
    public double? LoggedShare { get; init; }

    /// <summary>Adam's first learning rate; it falls to zero along a cosine. 0.002 for qr-dqn, else 0.001.</summary>
    [Range(1e-7, 1)]
    public double? LearningRate { get; init; }

    /// <summary>Decay of the target network towards the online network, whose weights are also the ones that are kept; lower in the first steps, (1 + t) / (10 + t) after step t.</summary>
    [Range(0, 0.99999)]
    public double TargetAveraging { get; init; } = 0.995;

    /// <summary>Rewards that a target adds up before it asks the target network. What followed the first is what was done then, not what would be best.</summary>
    [Range(1, 32)]
    public int? ReturnSteps { get; init; }

    /// <summary>Quantiles of a return, for qr-dqn.</summary>
    [Range(2, 256)]
    public int? Quantiles { get; init; }

    /// <summary>Values that a return may have, for c51, evenly over what rewards allow.</summary>
    [Range(2, 256)]
    public int? Atoms { get; init; }

    /// <summary>Samples of a return, for gan: the values of the generator's latent, all alike.</summary>
    [Range(1, 256)]
    public int? Samples { get; init; }

    /// <summary>Steps of gan's critic before each step of the Q network.</summary>
    [Range(1, 100)]
    public int? CriticSteps { get; init; }

    /// <summary>Adam's first learning rate for gan's critic; it falls with the other one. A critic that is slower than the network, in rate times steps, does not hold it.</summary>
    [Range(1e-7, 1)]
    public double? CriticLearningRate { get; init; }

    /// <summary>Weight of gan's penalty on the critic's slope.</summary>
    [Range(0, 1e6)]
    public double? PenaltyWeight { get; init; }

    /// <summary>With prioritised sampling: 0 draws all transitions alike, 1 in proportion to their errors.</summary>
    [Range(0, 1)]
    public double? PriorityExponent { get; init; }

    /// <summary>With prioritised sampling: which part of the bias the weights take out at first, rising to all of it at the end.</summary>
    [Range(0, 1)]
    public double? PriorityCorrection { get; init; }

    /// <summary>Trajectories that are imagined, or simulated, side by side.</summary>
    [Range(1, 65536)]
    public int? Rows { get; init; }

    /// <summary>Gradient steps for each step of all these rows.</summary>
    [Range(1, 1000)]
    public int? GradientStepsPerRolloutStep { get; init; }

    /// <summary>Most steps of an imagined branch before it starts anew from a logged state.</summary>
    [Range(1, 100_000)]
    public int? BranchSteps { get; init; }

    /// <summary>Most steps of a branch at first; they change evenly to the last ones over the training. Null: no change.</summary>
    [Range(1, 100_000)]
    public int? FirstBranchSteps { get; init; }

    /// <summary>Imagined or simulated transitions that are remembered.</summary>
    [Range(1000, 100_000_000)]
    public int? ReplayCapacity { get; init; }

    /// <summary>Probability of a random action while transitions are made.</summary>
    [Range(0, 1)]
    public double? Exploration { get; init; }

    /// <summary>That probability at first; it changes evenly to the last one over a tenth of the training. Null: 1 in the simulator, no change in imagination.</summary>
    [Range(0, 1)]
    public double? FirstExploration { get; init; }

    /// <summary>What an imagined reward loses for each unit by which the members of the learned world disagree about the next state, a unit being the log's standard deviation (MOPO, arXiv:2005.13239).</summary>
    [Range(0, 1e6)]
    public double? UncertaintyPenalty { get; init; }

    /// <summary>An imagined branch stops where the members disagree more than at this share of the log's steps; at 1 none does (arXiv:2512.04341).</summary>
    [Range(0.5, 1)]
    public double? UncertaintyQuantile { get; init; }

    /// <summary>What follows where a branch stops so.</summary>
    public UncertaintyEnding? UncertaintyEnding { get; init; }

    /// <summary>With imitation: what the critic that tells the expert's steps from the policy's is trained by; wgan-gp, non-saturating or non-saturating-r1.</summary>
    public WorldModelLoss? ImitationLoss { get; init; }

    /// <summary>Weight of the penalty on that critic's slope, where its loss has one.</summary>
    [Range(0, 1000)]
    public double? ImitationPenaltyWeight { get; init; }

    /// <summary>Adam's first learning rate of that critic; it falls to zero along a cosine.</summary>
    [Range(1e-7, 1)]
    public double? ImitationLearningRate { get; init; }

    /// <summary>The critic's rewards lie between minus this and this.</summary>
    [Range(0.01, 1000)]
    public double? RewardLimit { get; init; }

    /// <summary>Weight, in logged rows, of how much all actions together look better than the logged one (CQL, arXiv:2006.04779), in units of a tenth of the largest return.</summary>
    [Range(0, 1000)]
    public double ConservativeWeight { get; init; }

    /// <summary>Only actions are thought of that are so probable in the log, in shares of the most probable one (discrete BCQ, arXiv:1910.01708); at 0 all are.</summary>
    [Range(0, 1)]
    public double BehaviourThreshold { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string name in PolicyParts.Unused(this))
            yield return new ValidationResult($"{PolicyParts.Words(this)} have no use for it; leave it out, or null.", [name]);
        if (ConservativeWeight > 0 && Source != PolicySource.Log && (LoggedShare ?? PolicyParts.Own(this).LoggedShare) is { } share && Math.Round(share * BatchSize) == 0)
            yield return new ValidationResult($"it weighs logged rows; expected a logged share that is at least one row of a batch, got {share} of {BatchSize}.", [nameof(ConservativeWeight)]);
        foreach (ValidationResult fault in ValidateImitation()) yield return fault;
    }

    private IEnumerable<ValidationResult> ValidateImitation()
    {
        if (Reward != RewardKind.Imitation) yield break;
        if (Source == PolicySource.Log) yield return new ValidationResult("the critic compares the expert with what the policy does in a world; expected another source, got log.", [nameof(Reward)]);
        if (ReturnSteps is not (null or 1)) yield return new ValidationResult($"rewards of imitation change as the critic learns, so that none can be added up before; expected 1, got {ReturnSteps}.", [nameof(ReturnSteps)]);
        if (ImitationLoss is { } loss && !ImitationLosses.CanReward(loss)) yield return new ValidationResult($"expected {WorldModelLoss.WganGp}, {WorldModelLoss.NonSaturating} or {WorldModelLoss.NonSaturatingR1}, got {loss}.", [nameof(ImitationLoss)]);
    }

    /// <summary>The same with the parts' own values where these leave it open; what is still null has no use under them.</summary>
    /// <exception cref="ArgumentException">A value is set that no chosen part has a use for.</exception>
    internal PolicyOptions Resolved()
    {
        if (Validate(new ValidationContext(this)).FirstOrDefault() is { } fault) throw new ArgumentException($"{fault.MemberNames.Single()}: {fault.ErrorMessage}");
        return PolicyParts.Fill(this);
    }

    /// <summary>The way back of <see cref="Resolved"/>: what is the parts' own value is left open again, so that other parts can be chosen.</summary>
    internal PolicyOptions Unresolved() => PolicyParts.Clear(this);
}
