using System.Runtime.CompilerServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Benchmarks.Measuring;

/// <summary>What one core can do at most: fused multiply-adds of single precision at the machine's best width, all in registers.</summary>
internal static class MultiplyAddPeak
{
    // Two units with a latency of four or five cycles keep ten chains busy; 12 and their two factors fit where there are only 16 registers.
    private const int Chains = 12, Steps = 2_000_000, Samples = 9;

    private static float _sink;                            // so that nothing is optimised away

    /// <summary>Floating-point operations per second of processor time, two for a multiply-add.</summary>
    public static double Measure()
    {
        Action run = LaneWidth.Best switch { 16 => Run<Lanes16>, 8 => Run<Lanes8>, 4 => Run<Lanes4>, _ => Run<Lanes1> };
        run();
        Sample median = Sample.Median([.. Enumerable.Range(0, Samples).Select(_ => Sample.Take(run, 0.02))]);
        return median.CpuRate * Steps * Chains * LaneWidth.Best * 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<L>()
        where L : struct, ILanes<L>
    {
        L x = L.All(0.999f), y = L.All(0.001f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < Steps; step++)
        {
            a = L.MultiplyAdd(a, x, y);
            b = L.MultiplyAdd(b, x, y);
            c = L.MultiplyAdd(c, x, y);
            d = L.MultiplyAdd(d, x, y);
            e = L.MultiplyAdd(e, x, y);
            f = L.MultiplyAdd(f, x, y);
            g = L.MultiplyAdd(g, x, y);
            h = L.MultiplyAdd(h, x, y);
            i = L.MultiplyAdd(i, x, y);
            j = L.MultiplyAdd(j, x, y);
            k = L.MultiplyAdd(k, x, y);
            l = L.MultiplyAdd(l, x, y);
        }

        Span<float> sum = stackalloc float[L.Count];
        L.Store(a + b + c + d + (e + f + g + h) + (i + j + k + l), ref sum[0], 0);
        _sink = sum[0];
    }
}
