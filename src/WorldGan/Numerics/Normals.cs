using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>
/// Standard normal numbers for many rows at once: Philox words through the Box–Muller transform, with a radius of 24 bits (|z| stays below 5.77).
/// A row's numbers depend on its key only, whatever stands beside it.
/// </summary>
internal sealed class Normals
{
    private const int MostLanes = 16;

    private readonly int _pairs, _stride;                  // of a row
    private readonly float[] _radii, _turns;               // [rows, stride] first the words of each pair, then its two numbers

    /// <summary>Buffers that are reused.</summary>
    /// <param name="rows">Most rows.</param>
    /// <param name="count">Numbers of a row, an even count.</param>
    public Normals(int rows, int count)
    {
        if (count % 2 != 0) throw new ArgumentException($"Expected an even count of numbers, got {count}.");
        _pairs = count / 2;
        _stride = (_pairs + 1) & -2;                       // a block of Philox is two pairs
        int length = (rows * _stride + MostLanes - 1) & -MostLanes;
        _radii = new float[length];
        _turns = new float[length];
    }

    /// <summary>Draws the words of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seed">Key of the stream.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="trajectory">First index.</param>
    /// <param name="step">Second index.</param>
    public void Draw(int row, ulong seed, RandomPurpose purpose, uint trajectory, uint step)
    {
        Span<uint> radii = MemoryMarshal.Cast<float, uint>(_radii.AsSpan(row * _stride, _stride)), turns = MemoryMarshal.Cast<float, uint>(_turns.AsSpan(row * _stride, _stride));
        for (int i = 0; i < radii.Length; i += 2)
            (radii[i], turns[i], radii[i + 1], turns[i + 1]) = Philox.Block(seed, trajectory, step, (uint)i / 2, (uint)purpose);
    }

    /// <summary>Makes normals of the words of the first <paramref name="rows"/> rows.</summary>
    public void Transform(int rows)
    {
        int length = (rows * _stride + MostLanes - 1) & -MostLanes;
        switch (LaneWidth.Best)
        {
            case 16: Transform<Lanes16>(_radii, _turns, length); break;
            case 8: Transform<Lanes8>(_radii, _turns, length); break;
            case 4: Transform<Lanes4>(_radii, _turns, length); break;
            default: Transform<Lanes1>(_radii, _turns, length); break;
        }
    }

    /// <summary>Writes the normals of a row times <paramref name="scale"/>. With a larger count the first numbers are the same.</summary>
    public void Write(int row, Span<float> values, float scale = 1)
    {
        ReadOnlySpan<float> first = _radii.AsSpan(row * _stride, _pairs), second = _turns.AsSpan(row * _stride, _pairs);
        for (int i = 0; i < first.Length; i++)
        {
            values[2 * i] = first[i] * scale;
            values[2 * i + 1] = second[i] * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Transform<L>(float[] radii, float[] turns, int length)
        where L : struct, ILanes<L>
    {
        ref float r = ref MemoryMarshal.GetArrayDataReference(radii), t = ref MemoryMarshal.GetArrayDataReference(turns);
        for (int i = 0; i < length; i += L.Count)
        {
            // The radius' uniform number is in (0, 1]: never zero, which has no logarithm.
            L unit = L.All(1f / (1 << 24)), radius = L.SquareRoot(L.All(-2f) * FloatMath.Log(L.MultiplyAdd(L.High24(L.Load(ref r, i)), unit, unit)));
            (L sin, L cos) = FloatMath.SinCosOfTurns(L.High24(L.Load(ref t, i)) * unit);
            L.Store(radius * cos, ref r, i);
            L.Store(radius * sin, ref t, i);
        }
    }
}
