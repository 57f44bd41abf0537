using System.Diagnostics;

namespace WorldGan.Benchmarks.Serving.Load;

/// <summary>Counts times in bounded memory: 32 classes for each doubling, so a quantile is off by at most 3 %.</summary>
internal sealed class LatencyHistogram
{
    private const int Bits = 5, Classes = (64 - Bits) << Bits;

    private readonly long[] _counts = new long[Classes];

    /// <summary>Times that were counted.</summary>
    public long Count { get; private set; }

    /// <summary>The longest one in milliseconds.</summary>
    public double Longest { get; private set; }

    /// <summary>Counts the time since a stamp of <see cref="Stopwatch"/>.</summary>
    public void AddSince(long begun)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(begun);
        _counts[ClassOf((ulong)elapsed.Ticks)]++;
        Count++;
        Longest = Math.Max(Longest, elapsed.TotalMilliseconds);
    }

    /// <summary>Takes in what another one counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < Classes; i++) _counts[i] += other._counts[i];
        Count += other.Count;
        Longest = Math.Max(Longest, other.Longest);
    }

    /// <summary>Milliseconds that a share of all times does not exceed.</summary>
    public double At(double share)
    {
        long left = (long)Math.Ceiling(share * Count);
        for (int i = 0; i < Classes; i++)
            if ((left -= _counts[i]) <= 0) return new TimeSpan((long)UpperEndOf(i)).TotalMilliseconds;
        return Longest;
    }

    private static int ClassOf(ulong ticks)
    {
        int shift = Math.Max(0, 63 - Bits - System.Numerics.BitOperations.LeadingZeroCount(ticks));
        return (shift << Bits) + (int)(ticks >> shift);
    }

    private static ulong UpperEndOf(int index)
    {
        int shift = Math.Max(0, (index >> Bits) - 1);
        return ((ulong)(index - (shift << Bits)) + 1) << shift;
    }
}
