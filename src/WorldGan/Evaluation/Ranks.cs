namespace WorldGan.Evaluation;

/// <summary>Whether two lists of numbers go up and down together.</summary>
internal static class Ranks
{
    /// <summary>Spearman's rank correlation, equal numbers sharing the mean of their ranks; null where one list is constant.</summary>
    public static double? Correlation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] left = Of(x), right = Of(y);
        double middle = (x.Count - 1) / 2.0, both = 0, first = 0, second = 0;
        for (int i = 0; i < left.Length; i++)
        {
            (double a, double b) = (left[i] - middle, right[i] - middle);
            both += a * b;
            first += a * a;
            second += b * b;
        }

        return first > 0 && second > 0 ? both / Math.Sqrt(first * second) : null;
    }

    private static double[] Of(IReadOnlyList<double> x)
    {
        int[] order = [.. Enumerable.Range(0, x.Count).OrderBy(i => x[i])];
        var ranks = new double[x.Count];
        for (int i = 0, end; i < order.Length; i = end)
        {
            for (end = i + 1; end < order.Length && x[order[end]] == x[order[i]];) end++;
            for (int k = i; k < end; k++) ranks[order[k]] = (i + end - 1) / 2.0;
        }

        return ranks;
    }
}
