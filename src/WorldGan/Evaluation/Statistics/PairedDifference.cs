using WorldGan.Numerics;

namespace WorldGan.Evaluation.Statistics;

/// <summary>How far one kind of policy, or world, is ahead of another over the same seeds.</summary>
/// <param name="Mean">Mean of the differences.</param>
/// <param name="LowerBound">
/// Lower 95 % bound of that mean: the 5 % quantile of the means of 10,000 resamples of the seeds (Efron, "Bootstrap methods: another look at the jackknife", 1979). A t bound would take one seed on which
/// the other failed for uncertainty of ours. With few seeds it is a little too high: look at <paramref name="Least"/> too.
/// </param>
/// <param name="Least">The difference on the seed where it is the least.</param>
/// <example><code>
/// PairedDifference ahead = PairedDifference.Of([500, 498, 500], [452, 220, 500]);
/// Console.WriteLine($"{ahead.Mean:0.0} ahead, at least {ahead.LowerBound:0.0} with 95 % confidence, {ahead.Least} on the worst seed");
/// </code></example>
public sealed record PairedDifference(double Mean, double LowerBound, double Least)
{
    private const int Resamples = 10_000;

    /// <summary>Compares numbers seed by seed; the same numbers give the same bits.</summary>
    /// <param name="ours">A number for each seed.</param>
    /// <param name="theirs">The other's, in the same order.</param>
    /// <exception cref="ArgumentException">There are none, or not equally many, or one is not finite.</exception>
    public static PairedDifference Of(IReadOnlyList<double> ours, IReadOnlyList<double> theirs)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        if (ours.Count != theirs.Count || ours.Count == 0) throw new ArgumentException($"Expected a number of each for every seed, got {ours.Count} and {theirs.Count}.");
        double[] differences = [.. ours.Zip(theirs, (our, their) => our - their)];
        if (Array.FindIndex(differences, difference => !double.IsFinite(difference)) is var at && at >= 0) throw new ArgumentException($"Seed {at}: expected finite numbers, got {ours[at]} and {theirs[at]}.");
        var random = new RandomStream(0, RandomPurpose.Bootstrap);
        var means = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            double sum = 0;
            for (int j = 0; j < differences.Length; j++) sum += differences[random.NextInt32(differences.Length)];
            means[i] = sum / differences.Length;
        }

        Array.Sort(means);
        return new PairedDifference(differences.Average(), Quantiles.Of(means, 0.05), differences.Min());
    }
}
