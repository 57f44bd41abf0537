using WorldGan.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>
/// How much more a policy is worth than another one, told without trying either. Both are given the same beginnings, the same chance and the same draws of the log, so that what is luck
/// for one is luck for the other: their difference is known far better than the value of either.
/// </summary>
/// <param name="Other">What the other policy is worth in the learned world; null where the log has no beginning of an episode.</param>
/// <param name="Model">The difference by episodes in the learned world, at the least: with the lowest return behind its support for the policy and the highest for the other; null as above.</param>
/// <param name="Fitted">The difference by fitted Q evaluation; null where it is left out, or as above.</param>
/// <param name="LeftSupportShare">Share of the imagined steps that lie behind the log's support, of that policy of the two that leaves it more often.</param>
public sealed record PolicyComparison(ValueEstimate? Other, ValueEstimate? Model, ValueEstimate? Fitted, double LeftSupportShare)
{
    /// <summary>Why the learned world cannot judge either, as words; null where it can.</summary>
    public string? WhyNotToJudge { get; init; }

    /// <summary>How sure it is that the policy is worth at least as much as the other less a margin, by the more doubtful of the two ways; null where nothing can be told.</summary>
    /// <param name="margin">The loss of discounted return that still counts as none.</param>
    public double? ConfidenceNotWorse(double margin)
    {
        if (WhyNotToJudge is not null || LeftSupportShare > Verdict.MostLeftSupport) return null;
        double[] confidences = [.. new[] { Model, Fitted }.OfType<ValueEstimate>().Select(difference => NotBelow(difference, -margin))];
        return confidences.Length == 0 ? null : confidences.Min();
    }

    /// <summary>Compares two policies by a log and a world that was learned from it.</summary>
    /// <param name="world">The learned world.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="other">The one to compare it with.</param>
    /// <param name="data">The log.</param>
    /// <param name="horizonWithoutStepLimit">Steps of an episode in a world that states no step limit.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    public static PolicyComparison Measure(
        LearnedWorld world, IPolicy policy, IPolicy other, TransitionSet data, int horizonWithoutStepLimit, OffPolicyOptions options, ulong seed, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return Measure(world, world.MemberOf, world.MemberCount, policy, other, data, world.Spec.StepLimit ?? horizonWithoutStepLimit, options, seed, threads, cancellation);
    }

    internal static PolicyComparison Measure(
        IWorld world, Func<RowKey, int>? memberOf, int members, IPolicy policy, IPolicy other, TransitionSet data, int horizon, OffPolicyOptions options, ulong seed, int threads, CancellationToken cancellation)
    {
        ReturnTally? ours = Play(policy), theirs = Play(other);
        double[]? values = FittedQEvaluation.Values(data, policy, options, seed, threads, cancellation), others = FittedQEvaluation.Values(data, other, options, seed, threads, cancellation);
        return new PolicyComparison(
            theirs?.Cautious,
            ours is null || theirs is null ? null : ours.CautiousAbove(theirs),
            values is null || others is null ? null : ValueEstimate.OfOpinions([.. values.Zip(others, (one, two) => one - two)]),
            Math.Max(ours?.LeftSupportShare ?? 0, theirs?.LeftSupportShare ?? 0))
        { WhyNotToJudge = data.WhyNotToJudge };

        ReturnTally? Play(IPolicy who) => ModelEvaluation.Play(world, memberOf, members, who, data, horizon, options, seed, threads, cancellation);
    }

    private static double NotBelow(ValueEstimate difference, double least) =>
        difference.StandardError > 0 ? difference.ConfidenceAbove(new ValueEstimate(least, 0, null)) : difference.Value >= least ? 1 : 0;
}
