using WorldGan.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>What a policy is worth, told without trying it: discounted return of an episode, from the beginnings of logged ones.</summary>
/// <param name="Logged">The log's own whole episodes, up to the horizon of the imagined ones: the policy that made it; null where there are fewer than two.</param>
/// <param name="Model">By episodes in the learned world; null where the log has no beginning of an episode.</param>
/// <param name="Fitted">By fitted Q evaluation on the log; null where it is left out, or the log has no beginning.</param>
/// <param name="Weighted">By weighted importance sampling; null where the log does not hold the probabilities of its actions, or has no whole episode that goes on as the policy would.</param>
/// <param name="Verdict">Whether the policy is better than the log's.</param>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// var options = new OffPolicyOptions { FittedSteps = 20, FittedNetworks = 2 };                                  // the defaults take a minute
/// OffPolicyReport report = OffPolicyReport.Measure(run.World, run.Policy!, run.Data, horizonWithoutStepLimit: 1000, options, seed: 1);
/// Console.WriteLine(report.Verdict.Words);
/// </code></example>
public sealed record OffPolicyReport(ValueEstimate? Logged, ModelEvaluation? Model, ValueEstimate? Fitted, WeightedValue? Weighted, Verdict Verdict)
{
    /// <summary>Evaluates a policy from a log and a world that was learned from it.</summary>
    /// <param name="world">The learned world.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="data">The log.</param>
    /// <param name="horizonWithoutStepLimit">Steps of an episode in a world that states no step limit.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the evaluation.</param>
    public static OffPolicyReport Measure(
        LearnedWorld world, IPolicy policy, TransitionSet data, int horizonWithoutStepLimit, OffPolicyOptions options, ulong seed, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return Measure(world, world.MemberOf, world.MemberCount, policy, data, world.Spec.StepLimit ?? horizonWithoutStepLimit, options, seed, threads, cancellation);
    }

    internal static OffPolicyReport Measure(
        IWorld world, Func<RowKey, int>? memberOf, int members, IPolicy policy, TransitionSet data, int horizon, OffPolicyOptions options, ulong seed, int threads, CancellationToken cancellation)
    {
        ValueEstimate? logged = Of(LoggedEpisodes.Returns(data, horizon)), whole = Of(LoggedEpisodes.Returns(data));
        RewardRanges rewards = RewardRanges.Of(data.Spec, Normalizer.Measure(data));
        RewardRange cutOff = LoggedEpisodes.CutOff(data, rewards, horizon);
        ModelEvaluation? model = ModelEvaluation.Run(world, memberOf, members, policy, data, horizon, options, seed, threads, cancellation);
        ValueEstimate? fitted = FittedQEvaluation.Run(data, policy, options, seed, threads, cancellation)?.Within(rewards.Returns(data.Spec.Discount));
        WeightedValue? weighted = data.ActionProbabilities.Length == 0 ? null : ImportanceSampling.Run(data, policy, options.PolicyDraws, seed);
        Verdict verdict = data.WhyNotToJudge is { } reason ? Verdict.CannotTell(reason) : Verdict.Of(logged, whole, model, fitted, cutOff);
        return new OffPolicyReport(logged, model, fitted, weighted, verdict);

        static ValueEstimate? Of(double[] returns) => returns.Length > 1 ? ValueEstimate.Of(returns) : null;
    }
}
