using System.Diagnostics;

namespace WorldGan.Benchmarks.Measuring;

/// <summary>How often something was done in a second.</summary>
/// <param name="CpuRate">Calls per second of processor time: what else runs on the machine does not count.</param>
/// <param name="WallRate">Calls per second of the clock on the wall.</param>
internal readonly record struct Sample(double CpuRate, double WallRate)
{
    /// <summary>Calls until the time is over.</summary>
    /// <param name="call">What is measured.</param>
    /// <param name="seconds">On the wall.</param>
    /// <param name="least">Fewest calls, however long they take.</param>
    public static Sample Take(Action call, double seconds, int least = 1)
    {
        int calls = 0;
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.StartNew();
        while (calls < least || wall.Elapsed.TotalSeconds < seconds)
        {
            call();
            calls++;
        }

        return new Sample(calls / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, calls / wall.Elapsed.TotalSeconds);
    }

    /// <summary>The median of each rate by itself.</summary>
    public static Sample Median(IReadOnlyCollection<Sample> samples) => new(Middle(samples.Select(s => s.CpuRate)), Middle(samples.Select(s => s.WallRate)));

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
