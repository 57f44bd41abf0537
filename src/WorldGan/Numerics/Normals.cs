using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>
/// Standard normal numbers for many rows at once: Philox words through the Box–Muller transform, with a radius of 24 bits (|z| stays below 5.77).
/// A row's numbers depend on its key only, whatever stands beside it: lanes are rows.
/// </summary>
internal sealed class Normals
{
    private const int KeyWords = 4;
    private const int Together = 8;                        // words of two blocks of Philox: the rounds of one fill the pauses of the other

    private readonly RandomPurpose _purpose;
    private readonly int _count, _stride;
    private readonly float[] _keys;                        // [4, stride] bits: the low and the high half of the seed, the trajectory and the step
    private readonly float[] _numbers;                     // [count, stride] words first, normals then; row r in column r

    /// <summary>Buffers that are reused.</summary>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="rows">Most rows.</param>
    /// <param name="count">Numbers of a row, an even count.</param>
    public Normals(RandomPurpose purpose, int rows, int count)
    {
        if (count % 2 != 0) throw new ArgumentException($"Expected an even count of numbers, got {count}.");
        (_purpose, _count, _stride) = (purpose, count, Panels.Pad(Math.Max(rows, 1)));
        _keys = new float[KeyWords * _stride];
        _numbers = new float[(count + Together - 1) / Together * Together * _stride];
    }

    /// <summary>Says whose numbers a row is to hold.</summary>
    public void SetKey(int row, ulong seed, uint trajectory, uint step)
    {
        ReadOnlySpan<uint> words = [(uint)seed, (uint)(seed >> 32), trajectory, step];
        for (int i = 0; i < KeyWords; i++) _keys[i * _stride + row] = BitConverter.UInt32BitsToSingle(words[i]);
    }

    /// <summary>Says whose numbers the first rows are to hold.</summary>
    /// <param name="words">[rows, 4] the low and the high half of each seed, the trajectory and the step.</param>
    public void SetKeys(ReadOnlySpan<uint> words) =>
        Transposition.Run(MemoryMarshal.Cast<uint, float>(words), words.Length / KeyWords, KeyWords, KeyWords, _keys, _stride);

    /// <summary>Says that the first rows are trajectories 0, 1, 2 and so on, all of one seed and step.</summary>
    public void SetKeys(int rows, ulong seed, uint step)
    {
        ReadOnlySpan<uint> words = [(uint)seed, (uint)(seed >> 32), 0, step];
        for (int i = 0; i < KeyWords; i++) _keys.AsSpan(i * _stride, rows).Fill(BitConverter.UInt32BitsToSingle(words[i]));
        Span<uint> trajectories = MemoryMarshal.Cast<float, uint>(_keys.AsSpan(2 * _stride, rows));
        for (int row = 0; row < rows; row++) trajectories[row] = (uint)row;
    }

    /// <summary>Draws the numbers of the first <paramref name="rows"/> rows.</summary>
    public void Draw(int rows)
    {
        switch (LaneWidth.Best)
        {
            case 16: Draw<Lanes16>(rows); break;
            case 8: Draw<Lanes8>(rows); break;
            case 4: Draw<Lanes4>(rows); break;
            default: Draw<Lanes1>(rows); break;
        }
    }

    /// <summary>Writes the normals of a row times <paramref name="scale"/>. With a larger count the first numbers are the same.</summary>
    public void Write(int row, Span<float> values, float scale = 1)
    {
        for (int i = 0; i < _count; i++) values[i] = _numbers[i * _stride + row] * scale;
    }

    /// <summary>Writes the normals of the first <paramref name="rows"/> rows times <paramref name="scale"/>, row by row.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="into">[rows, count] written.</param>
    /// <param name="stride">Distance of its rows.</param>
    /// <param name="scale">Factor of every number.</param>
    public void Write(int rows, Span<float> into, int stride, float scale)
    {
        Transposition.Run(_numbers, _count, rows, _stride, into, stride);
        for (int row = 0; row < rows; row++)
            foreach (ref float number in into.Slice(row * stride, _count)) number *= scale;
    }

    /// <summary>Writes the normals of the first <paramref name="rows"/> rows times <paramref name="scale"/>.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="into">[first + count, rows] written from column <paramref name="first"/> on.</param>
    /// <param name="first">The column of the first number.</param>
    /// <param name="scale">Factor of every number.</param>
    public void Write(int rows, Columns into, int first, float scale)
    {
        for (int number = 0; number < _count; number++)
        {
            ReadOnlySpan<Vector<float>> numbers = MemoryMarshal.Cast<float, Vector<float>>(_numbers.AsSpan(number * _stride, _stride));
            Span<Vector<float>> column = into.Vectors(first + number, rows);
            for (int i = 0; i < column.Length; i++) column[i] = numbers[i] * scale;
        }
    }

    internal void Draw<L>(int rows)
        where L : struct, ILanes<L>
    {
        for (int number = 0; number < _count; number += Together)
        {
            DrawWords<L>((uint)number / 4, _numbers.AsSpan(number * _stride, Together * _stride), rows);
            for (int pair = number; pair < Math.Min(number + Together, _count); pair += 2)
                BoxMuller<L>(_numbers.AsSpan(pair * _stride, _stride), _numbers.AsSpan((pair + 1) * _stride, _stride), rows);
        }
    }

    /// <summary>Words become normals in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void BoxMuller<L>(Span<float> radii, Span<float> turns, int rows)
        where L : struct, ILanes<L>
    {
        ref float r = ref MemoryMarshal.GetReference(radii), t = ref MemoryMarshal.GetReference(turns);
        for (int i = 0; i < rows; i += L.Count)
        {
            // The radius' uniform number is in (0, 1]: never zero, which has no logarithm.
            L unit = L.All(1f / (1 << 24)), radius = L.SquareRoot(L.All(-2f) * FloatMath.Log(L.MultiplyAdd(L.High24(L.Load(ref r, i)), unit, unit)));
            (L sin, L cos) = FloatMath.SinCosOfTurns(L.High24(L.Load(ref t, i)) * unit);
            L.Store(radius * cos, ref r, i);
            L.Store(radius * sin, ref t, i);
        }
    }

    // Philox.Block of each row, for two blocks. Not to be inlined, as little as BoxMuller: in a caller that takes in too much, the compiler leaves the lanes' own methods as calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void DrawWords<L>(uint block, Span<float> words, int rows)
        where L : struct, ILanes<L>
    {
        ref float x0 = ref words[0], x1 = ref words[_stride], x2 = ref words[2 * _stride], x3 = ref words[3 * _stride];
        ref float y0 = ref words[4 * _stride], y1 = ref words[5 * _stride], y2 = ref words[6 * _stride], y3 = ref words[7 * _stride];
        ref float seedLow = ref _keys[0], seedHigh = ref _keys[_stride], trajectory = ref _keys[2 * _stride], step = ref _keys[3 * _stride];
        for (int i = 0; i < rows; i += L.Count)
        {
            L k0 = L.Load(ref seedLow, i), k1 = L.Load(ref seedHigh, i);
            L c0 = L.Load(ref trajectory, i), c1 = L.Load(ref step, i), c2 = L.AllBits(block), c3 = L.AllBits((uint)_purpose);
            L d0 = c0, d1 = c1, d2 = L.AllBits(block + 1), d3 = c3;
            for (int round = 0; round < Philox.Rounds; round++)
            {
                Round(ref c0, ref c1, ref c2, ref c3, k0, k1);
                Round(ref d0, ref d1, ref d2, ref d3, k0, k1);
                k0 = L.AddWhole(k0, Philox.Weyl0);
                k1 = L.AddWhole(k1, Philox.Weyl1);
            }

            L.Store(c0, ref x0, i);
            L.Store(c1, ref x1, i);
            L.Store(c2, ref x2, i);
            L.Store(c3, ref x3, i);
            L.Store(d0, ref y0, i);
            L.Store(d1, ref y1, i);
            L.Store(d2, ref y2, i);
            L.Store(d3, ref y3, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<L>(ref L c0, ref L c1, ref L c2, ref L c3, L k0, L k1)
        where L : struct, ILanes<L>
    {
        L.MultiplyWhole(c0, Philox.Multiplier0, out L high0, out L low0);
        L.MultiplyWhole(c2, Philox.Multiplier1, out L high1, out L low1);
        (c0, c1, c2, c3) = (L.Xor(L.Xor(high1, c1), k0), low1, L.Xor(L.Xor(high0, c3), k1), low0);
    }
}
