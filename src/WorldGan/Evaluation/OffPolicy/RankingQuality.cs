namespace WorldGan.Evaluation.OffPolicy;

/// <summary>How well estimates of the values of several policies serve to choose between them (DOPE, arXiv:2103.16596, section 4).</summary>
/// <param name="AbsoluteError">Mean distance of the estimates from the true values.</param>
/// <param name="RankCorrelation">Spearman's correlation of the estimates with the true values, ties averaged; null where one list is constant.</param>
/// <param name="Regret">What is lost by taking the policy that looks best (the first of several) instead of the best one, in shares of the range of the true values; 0 where all are the same.</param>
public sealed record RankingQuality(double AbsoluteError, double? RankCorrelation, double Regret)
{
    /// <summary>Share of the true values that lie in the estimates' 90 % intervals.</summary>
    public double? Coverage { get; init; }

    /// <summary>Compares estimates with true values.</summary>
    /// <param name="estimates">[P] the estimated value of each policy.</param>
    /// <param name="truth">[P] its true value.</param>
    /// <exception cref="ArgumentException">The lists are empty, or of different lengths.</exception>
    public static RankingQuality Of(IReadOnlyList<double> estimates, IReadOnlyList<double> truth)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        ArgumentNullException.ThrowIfNull(truth);
        if (estimates.Count == 0 || estimates.Count != truth.Count) throw new ArgumentException($"Expected one true value for each of one or more estimates, got {truth.Count} for {estimates.Count}.");
        int chosen = Enumerable.Range(0, estimates.Count).MaxBy(i => estimates[i]);
        double range = truth.Max() - truth.Min();
        return new RankingQuality(
            estimates.Zip(truth, (estimate, value) => Math.Abs(estimate - value)).Average(), Ranks.Correlation(estimates, truth), range > 0 ? (truth.Max() - truth[chosen]) / range : 0);
    }
}
