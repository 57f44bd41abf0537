namespace WorldGan.Evaluation.Statistics;

/// <summary>
/// The 90 % interval of a probability that is estimated by counting in several groups, which may each have a probability of its own. That of Wilson (1927) for
/// so many independent draws as tell as much (Kish 1965). The variance of the estimate is p (1 - p) / n from all n draws, plus S² (1 + 1 / M) from the shares of M groups, whose
/// variance is S²: the truth is taken to differ from the groups as they differ among each other. S² holds what counting in each group adds to it as well,
/// which errs on the wide side and vanishes with more draws. Few groups tell little about S², so the quantile is Student's, with the degrees of freedom
/// of Satterthwaite (1946). One group, or groups whose shares are the same, have Wilson's interval of all draws.
/// </summary>
internal static class Proportion
{
    /// <summary>The interval.</summary>
    /// <param name="groups">Hits and draws of each group; groups without a draw do not count, and one must have some.</param>
    public static Interval Interval90(IEnumerable<(int Hits, int Draws)> groups)
    {
        (int Hits, int Draws)[] drawn = [.. groups.Where(group => group.Draws > 0)];
        double n = drawn.Sum(group => (double)group.Draws), p = drawn.Sum(group => (double)group.Hits) / n;
        double sampling = p * (1 - p) / n, between = Variance(drawn) * (1 + 1.0 / drawn.Length);
        if (between <= 0) return Wilson(p, n, StudentQuantile.Normal95);
        double variance = sampling + between, degreesOfFreedom = (drawn.Length - 1) * variance * variance / (between * between);
        return Wilson(p, n * sampling / variance, StudentQuantile.At95(degreesOfFreedom));
    }

    /// <summary>S²: the variance of the groups' shares; 0 of a single one.</summary>
    private static double Variance((int Hits, int Draws)[] groups)
    {
        if (groups.Length < 2) return 0;
        double[] shares = [.. groups.Select(group => (double)group.Hits / group.Draws)];
        double mean = shares.Average();
        return shares.Sum(share => (share - mean) * (share - mean)) / (groups.Length - 1);
    }

    private static Interval Wilson(double p, double n, double z)
    {
        double whole = 1 + z * z / n, middle = (p + z * z / (2 * n)) / whole, half = z / whole * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return new Interval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
