using WorldGan.Datasets;
using WorldGan.Evaluation.Statistics;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>How far evaluation without the environment can be believed: several policies, each beside its value in the true world.</summary>
/// <param name="Policies">The policies.</param>
/// <param name="Model">How well the learned world's values rank them; null where it has none.</param>
/// <param name="Fitted">How well the fitted values do; null where there are none.</param>
public sealed record OffPolicyStudy(IReadOnlyList<EvaluatedPolicy> Policies, RankingQuality? Model, RankingQuality? Fitted)
{
    /// <summary>Evaluates the policies both ways.</summary>
    /// <param name="world">A world that was learned from the log.</param>
    /// <param name="data">The log.</param>
    /// <param name="truth">The true world.</param>
    /// <param name="policies">At least one.</param>
    /// <param name="options">Episodes in the true world, and how to evaluate without it.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the study.</param>
    public static OffPolicyStudy Run(
        LearnedWorld world, TransitionSet data, IWorld truth, IReadOnlyList<NamedPolicy> policies, EvaluationOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(options);
        EvaluatedPolicy[] evaluated = [.. policies.Select(policy => new EvaluatedPolicy(
            policy.Name, TrueValue(truth, policy.Policy, options, threads, cancellation),
            OffPolicyReport.Measure(world, policy.Policy, data, options.HorizonWithoutStepLimit, options.OffPolicy, options.Seed, threads, cancellation)))];
        return new OffPolicyStudy(evaluated, Quality(evaluated, report => (report.Model?.Value.Value, report.Model?.Interval)), Quality(evaluated, report => (report.Fitted?.Value, report.Fitted?.Interval)));
    }

    private static double TrueValue(IWorld truth, IPolicy policy, EvaluationOptions options, int threads, CancellationToken cancellation)
    {
        int horizon = truth.Spec.StepLimit ?? options.HorizonWithoutStepLimit;
        StartStates starts = StartStates.Episodes(truth, options.Episodes, options.Seed);
        return RolloutEngine.RunInBatches(truth, policy, starts, horizon, threads, cancellation)
            .SelectMany(batch => Enumerable.Range(0, batch.Count).Select(row => batch.Return(row, truth.Spec.Discount))).Average();
    }

    private static RankingQuality? Quality(EvaluatedPolicy[] policies, Func<OffPolicyReport, (double?, Interval?)> of)
    {
        double[] truth = [.. policies.Select(policy => policy.TrueValue)];
        var estimates = new List<(double Value, Interval Interval)>();
        foreach (EvaluatedPolicy policy in policies)
        {
            if (of(policy.Report) is not ({ } value, { } interval)) return null;
            estimates.Add((value, interval));
        }

        return RankingQuality.Of([.. estimates.Select(estimate => estimate.Value)], truth) with { Coverage = estimates.Zip(truth, (estimate, value) => Holds(estimate.Interval, value) ? 1.0 : 0).Average() };
    }

    // Where nothing is left to chance the interval is a single number, which a mean of more episodes misses by its last digits.
    private static bool Holds(Interval interval, double value)
    {
        double rounding = 1e-9 * (1 + Math.Abs(value));
        return new Interval(interval.Low - rounding, interval.High + rounding).Holds(value);
    }
}

/// <summary>A policy's value in the true world, and what can be told of it without.</summary>
/// <param name="Name">The policy.</param>
/// <param name="TrueValue">Mean discounted return of its episodes in the true world.</param>
/// <param name="Report">What can be told without.</param>
public sealed record EvaluatedPolicy(string Name, double TrueValue, OffPolicyReport Report);
