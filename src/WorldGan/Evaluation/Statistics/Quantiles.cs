namespace WorldGan.Evaluation.Statistics;

/// <summary>Quantiles of a sample.</summary>
internal static class Quantiles
{
    /// <summary>Linear between neighbours, the least number at 0 and the greatest at 1 (definition 7 of Hyndman and Fan, 1996).</summary>
    /// <param name="sorted">At least one number, ascending.</param>
    /// <param name="share">Which quantile, in [0, 1].</param>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
