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

    /// <summary>
    /// Calls until it no longer gets faster. The runtime optimises what it has seen often, in the background: on one core it needs the pauses, without which code
    /// stays slow for seconds.
    /// </summary>
    public static void WarmUp(Action call)
    {
        const int Least = 8, Most = 40, Patience = 4;
        const double SecondsEach = 0.15;
        var pause = TimeSpan.FromSeconds(0.25);            // longer than the runtime waits before it optimises
        double best = 0;
        for (int i = 0, stale = 0; i < Most && (i < Least || stale < Patience); i++)
        {
            double rate = Take(call, SecondsEach).CpuRate;
            stale = rate > 1.03 * best ? 0 : stale + 1;
            best = Math.Max(best, rate);
            Thread.Sleep(pause);
        }
    }

    /// <summary>The median of each rate by itself.</summary>
    public static Sample Median(IReadOnlyCollection<Sample> samples) => new(Middle(samples.Select(s => s.CpuRate)), Middle(samples.Select(s => s.WallRate)));

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
