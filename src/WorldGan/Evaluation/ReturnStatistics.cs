using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>Undiscounted returns of whole episodes, in units of reward.</summary>
/// <param name="Mean">Their mean; null where there is no episode.</param>
/// <param name="StandardDeviation">Their standard deviation (root mean square distance from the mean); null where there is no episode.</param>
/// <param name="Episodes">Number of episodes.</param>
public sealed record ReturnStatistics(double? Mean, double? StandardDeviation, int Episodes)
{
    /// <summary>No episode was measured: there is no simulator, or nothing to measure.</summary>
    public static ReturnStatistics None { get; } = new(null, null, 0);

    /// <summary>Sums up the returns of episodes.</summary>
    public static ReturnStatistics Of(IReadOnlyList<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        if (returns.Count == 0) return None;
        double mean = returns.Average();
        return new ReturnStatistics(mean, Math.Sqrt(returns.Average(r => (r - mean) * (r - mean))), returns.Count);
    }

    /// <summary>The returns of the log's own whole episodes: those that begin at their first step and end terminal or at the step limit.</summary>
    /// <param name="data">The log.</param>
    /// <param name="horizon">Steps of an episode that count, as of the imagined ones beside them.</param>
    public static ReturnStatistics Logged(TransitionSet data, int horizon = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.HasRewards) return None;
        var returns = new List<double>();
        for (int e = 0; e < data.EpisodeCount; e++)
        {
            (int first, int end) = (data.EpisodeStarts[e], data.EpisodeStarts[e + 1]);
            if (data.Steps[first] != 0 || data.Endings[end - 1] is not (Ending.Terminal or Ending.TimeLimit)) continue;
            double sum = 0;
            for (int row = first; row < end && row - first < horizon; row++) sum += data.Rewards[row];
            returns.Add(sum);
        }

        return Of(returns);
    }
}
