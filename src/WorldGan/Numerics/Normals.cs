using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>Standard normal numbers in bulk: Philox words through the Box–Muller transform, with a radius of 24 bits (|z| stays below 5.77).</summary>
internal static class Normals
{
    private const int PairsAtOnce = 16;

    /// <summary>
    /// Writes normals that depend only on seed, purpose, trajectory, step and their count: a row's noise is its own, whatever its batch. They come in
    /// groups of 32, so that only whole groups stay the same when more are asked for.
    /// </summary>
    /// <param name="values">An even count of numbers.</param>
    /// <param name="seed">Key of the stream.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="trajectory">First index.</param>
    /// <param name="step">Second index.</param>
    public static void Fill(Span<float> values, ulong seed, RandomPurpose purpose, uint trajectory, uint step)
    {
        if (values.Length % 2 != 0) throw new ArgumentException($"Expected an even count of numbers, got {values.Length}.");
        for (int at = 0; at < values.Length; at += 2 * PairsAtOnce)
        {
            int pairs = Math.Min(PairsAtOnce, (values.Length - at) / 2);
            FillPairs(values.Slice(at, pairs), values.Slice(at + pairs, pairs), seed, purpose, trajectory, step, (uint)at / 4);
        }
    }

    /// <summary>Uniform in (0, 1], 24 bits: never zero, which has no logarithm.</summary>
    internal static float PositiveUnit(uint word) => ((word >> 8) + 1) * (1f / (1 << 24));

    [SkipLocalsInit]
    private static void FillPairs(Span<float> cosines, Span<float> sines, ulong seed, RandomPurpose purpose, uint trajectory, uint step, uint block)
    {
        Span<float> radii = stackalloc float[PairsAtOnce], turns = stackalloc float[PairsAtOnce], other = stackalloc float[PairsAtOnce];
        for (int i = 0; i < cosines.Length; i += 2)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block(seed, trajectory, step, block++, (uint)purpose);
            radii[i] = PositiveUnit(x0);
            turns[i] = (x1 >> 8) * (1f / (1 << 24));
            radii[i + 1] = PositiveUnit(x2);
            turns[i + 1] = (x3 >> 8) * (1f / (1 << 24));
        }

        switch (LaneWidth.Best)
        {
            case 16: Transform<Lanes16>(radii, turns, other); break;
            case 8: Transform<Lanes8>(radii, turns, other); break;
            case 4: Transform<Lanes4>(radii, turns, other); break;
            default: Transform<Lanes1>(radii, turns, other); break;
        }

        radii[..cosines.Length].CopyTo(cosines);
        other[..sines.Length].CopyTo(sines);
    }

    private static void Transform<L>(Span<float> radii, Span<float> turns, Span<float> sines)
        where L : struct, ILanes<L>
    {
        ref float r = ref MemoryMarshal.GetReference(radii), t = ref MemoryMarshal.GetReference(turns), s = ref MemoryMarshal.GetReference(sines);
        for (int i = 0; i < PairsAtOnce; i += L.Count)
        {
            L radius = L.SquareRoot(L.All(-2f) * FloatMath.Log(L.Load(ref r, i)));
            (L sin, L cos) = FloatMath.SinCosOfTurns(L.Load(ref t, i));
            L.Store(radius * cos, ref r, i);
            L.Store(radius * sin, ref s, i);
        }
    }
}
