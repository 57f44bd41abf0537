using WorldGan.Datasets;
using WorldGan.Evaluation.Statistics;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>
/// Weighted importance sampling per decision (Precup, Sutton and Singh 2000; arXiv:1911.06854, section 3): at each step of the episodes the mean reward, weighted by how much likelier the
/// policy made the actions so far than whoever recorded them. Only where the probabilities of the logged actions are known.
/// </summary>
internal static class ImportanceSampling
{
    private const int Resamples = 400;

    /// <summary>
    /// The value of a policy, from the whole episodes of a log; null where there is none, or where from some step on no episode does what the policy would do, so that nothing is known of what it
    /// earns there. Its interval is the middle 90 % over episodes drawn with replacement.
    /// </summary>
    /// <param name="data">The log.</param>
    /// <param name="logged">[N] the probability with which the log's policy took the action of each row.</param>
    /// <param name="target">[N] the probability with which the policy would take it.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <exception cref="ArgumentException">There is not one probability a row, or a logged action had none.</exception>
    public static WeightedValue? Run(TransitionSet data, IReadOnlyList<double> logged, IReadOnlyList<double> target, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(logged);
        ArgumentNullException.ThrowIfNull(target);
        if (logged.Count != data.Count || target.Count != data.Count) throw new ArgumentException($"Expected {data.Count} probabilities of each policy, got {logged.Count} and {target.Count}.");
        for (int row = 0; row < data.Count; row++)
            if (!(logged[row] > 0 && logged[row] <= 1) || !(target[row] >= 0 && target[row] <= 1))
                throw new ArgumentException($"Row {row}: expected a probability of the logged action above 0 and up to 1, and one of the policy from 0 to 1, got {logged[row]} and {target[row]}.");
        int[] episodes = LoggedEpisodes.Whole(data);
        if (episodes.Length == 0) return null;
        (double Weight, double Reward)[][] weighted = [.. episodes.Select(e => Weigh(data, e, logged, target))];
        var random = new RandomStream(seed, RandomPurpose.Bootstrap);
        int[] all = [.. Enumerable.Range(0, episodes.Length)];
        var drawn = new List<double>(Resamples);
        for (int i = 0; i < Resamples; i++)
            if (Value(weighted, LoggedEpisodes.Draw(all, ref random), data.Spec.Discount) is { } known) drawn.Add(known);
        if (drawn.Count <= Resamples / 2 || Value(weighted, all, data.Spec.Discount) is not { } value) return null;
        double[] values = [.. drawn.Order()];
        return new WeightedValue(value, new Interval(Quantiles.Of(values, 0.05), Quantiles.Of(values, 0.95)), EffectiveEpisodes(weighted));
    }

    /// <summary>Weight and reward of each step; the weight stays what it was at the end for as long as other episodes last.</summary>
    private static (double Weight, double Reward)[] Weigh(TransitionSet data, int episode, IReadOnlyList<double> logged, IReadOnlyList<double> target)
    {
        double weight = 1;
        return [.. LoggedEpisodes.Rows(data, episode).Select(row => (weight *= target[row] / logged[row], (double)data.Rewards[row]))];
    }

    /// <summary>Null where at some step no weight is left.</summary>
    private static double? Value((double Weight, double Reward)[][] episodes, int[] drawn, double discount)
    {
        int longest = drawn.Max(e => episodes[e].Length);
        double value = 0, factor = 1;
        for (int t = 0; t < longest; t++, factor *= discount)
        {
            double weights = 0, rewards = 0;
            foreach (int e in drawn)
            {
                (double Weight, double Reward)[] steps = episodes[e];
                weights += steps[Math.Min(t, steps.Length - 1)].Weight;
                if (t < steps.Length) rewards += steps[t].Weight * steps[t].Reward;
            }

            if (weights == 0) return null;
            value += factor * rewards / weights;
        }

        return value;
    }

    /// <summary>The value of a policy from a log that holds the probabilities of its actions.</summary>
    /// <param name="data">The log.</param>
    /// <param name="policy">The policy. Where it does not know how probable its choices are, its share of several draws stands for that: their chance multiplies along an episode.</param>
    /// <param name="draws">How often such a policy is asked in each state.</param>
    /// <param name="seed">Seed of the draws.</param>
    internal static WeightedValue? Run(TransitionSet data, IPolicy policy, int draws, ulong seed)
    {
        int actions = data.Spec.Actions.Count;
        var target = new double[data.Count];
        float[] shares = policy is IStochasticPolicy ? [] : ActionShares.Of(policy, data.Spec, data.States, draws, seed);
        for (int e = 0; e < data.EpisodeCount; e++)
            foreach (int row in LoggedEpisodes.Rows(data, e))
                target[row] = policy is IStochasticPolicy known
                    ? known.Probability(new RowKey(seed, (uint)e, (uint)data.Steps[row]), data.State(row), data.Actions[row])
                    : Math.Min(1, shares[row * actions + data.Actions[row]]);
        return Run(data, data.ActionProbabilities, target, seed);
    }

    /// <summary>How many equally weighted episodes would tell as much (Kish 1965).</summary>
    private static double EffectiveEpisodes((double Weight, double Reward)[][] episodes)
    {
        double sum = episodes.Sum(steps => steps[^1].Weight), squares = episodes.Sum(steps => steps[^1].Weight * steps[^1].Weight);
        return squares > 0 ? sum * sum / squares : 0;
    }
}

/// <summary>The value of a policy by weighted importance sampling.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Interval">Its 90 % interval.</param>
/// <param name="EffectiveEpisodes">How many equally weighted episodes would tell as much; with few of them the interval is too narrow.</param>
public sealed record WeightedValue(double Value, Interval Interval, double EffectiveEpisodes);
