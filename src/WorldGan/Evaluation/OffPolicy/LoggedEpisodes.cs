using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>The episodes of a log: what is drawn with replacement where an interval is wanted, since the rows of one are too alike.</summary>
internal static class LoggedEpisodes
{
    /// <summary>Rows at which whole episodes begin.</summary>
    public static int[] Beginnings(TransitionSet data) => [.. Enumerable.Range(0, data.EpisodeCount).Select(e => data.EpisodeStarts[e]).Where(row => data.Steps[row] == 0)];

    /// <summary>Discounted returns of the episodes that are whole, up to a horizon.</summary>
    public static double[] Returns(TransitionSet data, int horizon = int.MaxValue) =>
        [.. Whole(data).Select(e => Rows(data, e).Take(horizon).Reverse().Aggregate(0.0, (later, row) => data.Rewards[row] + data.Spec.Discount * later))];

    /// <summary>What the episodes that are whole would at least, and at most, have earned more on average if none had been cut before a horizon: what rewards allow there.</summary>
    public static RewardRange CutOff(TransitionSet data, RewardRanges rewards, int horizon)
    {
        double low = 0, high = 0;
        int[] whole = Whole(data);
        foreach (int e in whole)
        {
            int length = data.EpisodeStarts[e + 1] - data.EpisodeStarts[e];
            if (length >= horizon || data.Endings[data.EpisodeStarts[e + 1] - 1] != Ending.TimeLimit) continue;
            RewardRange rest = rewards.Returns(data.Spec.Discount, horizon - length);
            double weight = 1.0 / whole.Length;
            for (int t = 0; t < length; t++) weight *= data.Spec.Discount;
            low += weight * rest.Low;
            high += weight * rest.High;
        }

        return new RewardRange(low, high);
    }

    /// <summary>Episodes that begin at their first step and end terminal or at the step limit.</summary>
    public static int[] Whole(TransitionSet data) => [.. Enumerable.Range(0, data.EpisodeCount)
        .Where(e => data.Steps[data.EpisodeStarts[e]] == 0 && data.Endings[data.EpisodeStarts[e + 1] - 1] is Ending.Terminal or Ending.TimeLimit)];

    /// <summary>The rows of an episode.</summary>
    public static IEnumerable<int> Rows(TransitionSet data, int episode) => Enumerable.Range(data.EpisodeStarts[episode], data.EpisodeStarts[episode + 1] - data.EpisodeStarts[episode]);

    /// <summary>As many of the episodes as there are, drawn with replacement (Efron 1979).</summary>
    /// <param name="episodes">Numbers of episodes.</param>
    /// <param name="random">Chooses.</param>
    public static int[] Draw(int[] episodes, ref RandomStream random)
    {
        var drawn = new int[episodes.Length];
        for (int i = 0; i < drawn.Length; i++) drawn[i] = episodes[random.NextInt32(episodes.Length)];
        return drawn;
    }
}
