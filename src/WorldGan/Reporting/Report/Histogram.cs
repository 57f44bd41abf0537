using WorldGan.Reporting.Charts;

namespace WorldGan.Reporting.Report;

/// <summary>How often numbers fall into stretches of the same length.</summary>
internal static class Histogram
{
    private const int MostBars = 40;

    /// <summary>Bars of several lists over the same stretches, as shares of each list. What lies in the outermost thousandths is left out where it would stretch the rest.</summary>
    public static IReadOnlyList<Bars> Of(params (Ink Ink, double[] Numbers)[] lists)
    {
        double[] sorted = [.. lists.SelectMany(list => list.Numbers).Where(double.IsFinite).Order()];
        if (sorted.Length == 0) return [];
        (double low, double high) = Extent(sorted);
        int count = (int)Math.Clamp(Math.Sqrt(sorted.Length), 5, MostBars);
        double width = (high - low) / count;
        double[] edges = [.. Enumerable.Range(0, count + 1).Select(i => low + i * width)];
        return [.. lists.Select(list => new Bars(list.Ink, edges, Shares(list.Numbers, low, width, count)))];
    }

    /// <summary>Bars for each of a few whole numbers from 0 on, several lists side by side.</summary>
    public static IReadOnlyList<Bars> OfClasses(int classes, params (Ink Ink, int[] Numbers)[] lists)
    {
        double part = 0.8 / lists.Length;
        return [.. lists.SelectMany((list, k) => Enumerable.Range(0, classes).Select(c =>
            new Bars(list.Ink, [c + 0.1 + k * part, c + 0.1 + (k + 1) * part], [list.Numbers.Count(number => number == c) / (double)Math.Max(1, list.Numbers.Length)])))];
    }

    private static (double Low, double High) Extent(double[] sorted)
    {
        (double low, double high) = (sorted[sorted.Length / 1000], sorted[^(1 + sorted.Length / 1000)]);
        if (high > low) return (low, high);
        double room = Math.Max(Math.Abs(low) / 10, 1e-3);
        return (low - room, high + room);
    }

    private static double[] Shares(double[] numbers, double low, double width, int count)
    {
        var shares = new double[count];
        foreach (double number in numbers)
            if ((int)Math.Floor((number - low) / width) is var bar && number <= low + count * width && bar >= 0) shares[Math.Min(bar, count - 1)] += 1.0 / numbers.Length;
        return shares;
    }
}
