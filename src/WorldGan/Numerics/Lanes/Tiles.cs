using System.Runtime.CompilerServices;

namespace WorldGan.Numerics.Lanes;

/// <summary>How far apart the rows, the vectors of a row, and the pairs of vectors of a matrix lie.</summary>
internal readonly record struct VectorStrides(nint Row, nint Vector, nint Pair);

/// <summary>The geometry of a tile of C = start + A · B.</summary>
/// <param name="LeftRow">Distance between rows of A within a panel.</param>
/// <param name="LeftColumn">Distance between columns of A.</param>
/// <param name="Right">Of B.</param>
/// <param name="Result">Of C.</param>
/// <param name="Start">Of what every chain starts from: C itself, or a bias, whose rows or columns are all the same.</param>
/// <param name="Inner">K, the length of every chain.</param>
internal readonly record struct TileStrides(nint LeftRow, nint LeftColumn, VectorStrides Right, VectorStrides Result, VectorStrides Start, int Inner);

/// <summary>
/// The inner loops of a product. Each keeps a tile of C in registers while k ascends; rows × vectors is chosen so that the chains hide the
/// latency of the multiply-add and all fit: 8 × 2 where there are 32 registers, 6 × 2 where there are 16. Each is written out, since only locals, and no array of
/// them, stay in registers.
/// </summary>
internal static class Tiles
{
    private const MethodImplOptions Optimize = MethodImplOptions.AggressiveOptimization;

    [MethodImpl(Optimize)]
    public static void EightByTwo<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint row = s.LeftRow, column = s.LeftColumn, next = s.Right.Row, v = s.Right.Vector, to = s.Result.Row, w = s.Result.Vector, from = s.Start.Row, u = s.Start.Vector;
        L s00 = S.Load<L>(ref start, 0), s01 = S.Load<L>(ref start, u);
        L s10 = S.Load<L>(ref At(ref start, from), 0), s11 = S.Load<L>(ref At(ref start, from), u);
        L s20 = S.Load<L>(ref At(ref start, 2 * from), 0), s21 = S.Load<L>(ref At(ref start, 2 * from), u);
        L s30 = S.Load<L>(ref At(ref start, 3 * from), 0), s31 = S.Load<L>(ref At(ref start, 3 * from), u);
        L s40 = S.Load<L>(ref At(ref start, 4 * from), 0), s41 = S.Load<L>(ref At(ref start, 4 * from), u);
        L s50 = S.Load<L>(ref At(ref start, 5 * from), 0), s51 = S.Load<L>(ref At(ref start, 5 * from), u);
        L s60 = S.Load<L>(ref At(ref start, 6 * from), 0), s61 = S.Load<L>(ref At(ref start, 6 * from), u);
        L s70 = S.Load<L>(ref At(ref start, 7 * from), 0), s71 = S.Load<L>(ref At(ref start, 7 * from), u);
        for (int k = 0; k < s.Inner; k++)
        {
            L b0 = L.Load(ref b, 0), b1 = L.Load(ref b, v);
            ref float a4 = ref At(ref a, 4 * row);
            L x = L.All(a);
            s00 = L.MultiplyAdd(x, b0, s00);
            s01 = L.MultiplyAdd(x, b1, s01);
            x = L.All(At(ref a, row));
            s10 = L.MultiplyAdd(x, b0, s10);
            s11 = L.MultiplyAdd(x, b1, s11);
            x = L.All(At(ref a, 2 * row));
            s20 = L.MultiplyAdd(x, b0, s20);
            s21 = L.MultiplyAdd(x, b1, s21);
            x = L.All(At(ref a, 3 * row));
            s30 = L.MultiplyAdd(x, b0, s30);
            s31 = L.MultiplyAdd(x, b1, s31);
            x = L.All(a4);
            s40 = L.MultiplyAdd(x, b0, s40);
            s41 = L.MultiplyAdd(x, b1, s41);
            x = L.All(At(ref a4, row));
            s50 = L.MultiplyAdd(x, b0, s50);
            s51 = L.MultiplyAdd(x, b1, s51);
            x = L.All(At(ref a4, 2 * row));
            s60 = L.MultiplyAdd(x, b0, s60);
            s61 = L.MultiplyAdd(x, b1, s61);
            x = L.All(At(ref a4, 3 * row));
            s70 = L.MultiplyAdd(x, b0, s70);
            s71 = L.MultiplyAdd(x, b1, s71);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(s00, s01, ref c, ref d, 0, w);
        Store<L, E>(s10, s11, ref c, ref d, to, w);
        Store<L, E>(s20, s21, ref c, ref d, 2 * to, w);
        Store<L, E>(s30, s31, ref c, ref d, 3 * to, w);
        Store<L, E>(s40, s41, ref c, ref d, 4 * to, w);
        Store<L, E>(s50, s51, ref c, ref d, 5 * to, w);
        Store<L, E>(s60, s61, ref c, ref d, 6 * to, w);
        Store<L, E>(s70, s71, ref c, ref d, 7 * to, w);
    }

    [MethodImpl(Optimize)]
    public static void SixByTwo<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint row = s.LeftRow, column = s.LeftColumn, next = s.Right.Row, v = s.Right.Vector, to = s.Result.Row, w = s.Result.Vector, from = s.Start.Row, u = s.Start.Vector;
        L s00 = S.Load<L>(ref start, 0), s01 = S.Load<L>(ref start, u);
        L s10 = S.Load<L>(ref At(ref start, from), 0), s11 = S.Load<L>(ref At(ref start, from), u);
        L s20 = S.Load<L>(ref At(ref start, 2 * from), 0), s21 = S.Load<L>(ref At(ref start, 2 * from), u);
        L s30 = S.Load<L>(ref At(ref start, 3 * from), 0), s31 = S.Load<L>(ref At(ref start, 3 * from), u);
        L s40 = S.Load<L>(ref At(ref start, 4 * from), 0), s41 = S.Load<L>(ref At(ref start, 4 * from), u);
        L s50 = S.Load<L>(ref At(ref start, 5 * from), 0), s51 = S.Load<L>(ref At(ref start, 5 * from), u);
        for (int k = 0; k < s.Inner; k++)
        {
            L b0 = L.Load(ref b, 0), b1 = L.Load(ref b, v);
            ref float a3 = ref At(ref a, 3 * row);
            L x = L.All(a);
            s00 = L.MultiplyAdd(x, b0, s00);
            s01 = L.MultiplyAdd(x, b1, s01);
            x = L.All(At(ref a, row));
            s10 = L.MultiplyAdd(x, b0, s10);
            s11 = L.MultiplyAdd(x, b1, s11);
            x = L.All(At(ref a, 2 * row));
            s20 = L.MultiplyAdd(x, b0, s20);
            s21 = L.MultiplyAdd(x, b1, s21);
            x = L.All(a3);
            s30 = L.MultiplyAdd(x, b0, s30);
            s31 = L.MultiplyAdd(x, b1, s31);
            x = L.All(At(ref a3, row));
            s40 = L.MultiplyAdd(x, b0, s40);
            s41 = L.MultiplyAdd(x, b1, s41);
            x = L.All(At(ref a3, 2 * row));
            s50 = L.MultiplyAdd(x, b0, s50);
            s51 = L.MultiplyAdd(x, b1, s51);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(s00, s01, ref c, ref d, 0, w);
        Store<L, E>(s10, s11, ref c, ref d, to, w);
        Store<L, E>(s20, s21, ref c, ref d, 2 * to, w);
        Store<L, E>(s30, s31, ref c, ref d, 3 * to, w);
        Store<L, E>(s40, s41, ref c, ref d, 4 * to, w);
        Store<L, E>(s50, s51, ref c, ref d, 5 * to, w);
    }

    [MethodImpl(Optimize)]
    public static void FourByTwo<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint row = s.LeftRow, column = s.LeftColumn, next = s.Right.Row, v = s.Right.Vector, to = s.Result.Row, w = s.Result.Vector, from = s.Start.Row, u = s.Start.Vector;
        L s00 = S.Load<L>(ref start, 0), s01 = S.Load<L>(ref start, u);
        L s10 = S.Load<L>(ref At(ref start, from), 0), s11 = S.Load<L>(ref At(ref start, from), u);
        L s20 = S.Load<L>(ref At(ref start, 2 * from), 0), s21 = S.Load<L>(ref At(ref start, 2 * from), u);
        L s30 = S.Load<L>(ref At(ref start, 3 * from), 0), s31 = S.Load<L>(ref At(ref start, 3 * from), u);
        for (int k = 0; k < s.Inner; k++)
        {
            L b0 = L.Load(ref b, 0), b1 = L.Load(ref b, v);
            L x = L.All(a);
            s00 = L.MultiplyAdd(x, b0, s00);
            s01 = L.MultiplyAdd(x, b1, s01);
            x = L.All(At(ref a, row));
            s10 = L.MultiplyAdd(x, b0, s10);
            s11 = L.MultiplyAdd(x, b1, s11);
            x = L.All(At(ref a, 2 * row));
            s20 = L.MultiplyAdd(x, b0, s20);
            s21 = L.MultiplyAdd(x, b1, s21);
            x = L.All(At(ref a, 3 * row));
            s30 = L.MultiplyAdd(x, b0, s30);
            s31 = L.MultiplyAdd(x, b1, s31);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(s00, s01, ref c, ref d, 0, w);
        Store<L, E>(s10, s11, ref c, ref d, to, w);
        Store<L, E>(s20, s21, ref c, ref d, 2 * to, w);
        Store<L, E>(s30, s31, ref c, ref d, 3 * to, w);
    }

    [MethodImpl(Optimize)]
    public static void TwoByTwo<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint row = s.LeftRow, column = s.LeftColumn, next = s.Right.Row, v = s.Right.Vector, to = s.Result.Row, w = s.Result.Vector, from = s.Start.Row, u = s.Start.Vector;
        L s00 = S.Load<L>(ref start, 0), s01 = S.Load<L>(ref start, u);
        L s10 = S.Load<L>(ref At(ref start, from), 0), s11 = S.Load<L>(ref At(ref start, from), u);
        for (int k = 0; k < s.Inner; k++)
        {
            L b0 = L.Load(ref b, 0), b1 = L.Load(ref b, v);
            L x = L.All(a);
            s00 = L.MultiplyAdd(x, b0, s00);
            s01 = L.MultiplyAdd(x, b1, s01);
            x = L.All(At(ref a, row));
            s10 = L.MultiplyAdd(x, b0, s10);
            s11 = L.MultiplyAdd(x, b1, s11);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(s00, s01, ref c, ref d, 0, w);
        Store<L, E>(s10, s11, ref c, ref d, to, w);
    }

    /// <summary>One row: its chains are side by side, and eight vectors hide the latency.</summary>
    [MethodImpl(Optimize)]
    public static void OneByEight<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint column = s.LeftColumn, next = s.Right.Row, v = s.Right.Vector, pair = s.Right.Pair;
        ref float start1 = ref At(ref start, s.Start.Pair), start2 = ref At(ref start1, s.Start.Pair), start3 = ref At(ref start2, s.Start.Pair);
        L s00 = S.Load<L>(ref start, 0), s01 = S.Load<L>(ref start, s.Start.Vector), s10 = S.Load<L>(ref start1, 0), s11 = S.Load<L>(ref start1, s.Start.Vector);
        L s20 = S.Load<L>(ref start2, 0), s21 = S.Load<L>(ref start2, s.Start.Vector), s30 = S.Load<L>(ref start3, 0), s31 = S.Load<L>(ref start3, s.Start.Vector);
        for (int k = 0; k < s.Inner; k++)
        {
            L x = L.All(a);
            ref float b1 = ref At(ref b, pair), b2 = ref At(ref b1, pair), b3 = ref At(ref b2, pair);
            s00 = L.MultiplyAdd(x, L.Load(ref b, 0), s00);
            s01 = L.MultiplyAdd(x, L.Load(ref b, v), s01);
            s10 = L.MultiplyAdd(x, L.Load(ref b1, 0), s10);
            s11 = L.MultiplyAdd(x, L.Load(ref b1, v), s11);
            s20 = L.MultiplyAdd(x, L.Load(ref b2, 0), s20);
            s21 = L.MultiplyAdd(x, L.Load(ref b2, v), s21);
            s30 = L.MultiplyAdd(x, L.Load(ref b3, 0), s30);
            s31 = L.MultiplyAdd(x, L.Load(ref b3, v), s31);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(s00, s01, ref c, ref d, 0, s.Result.Vector);
        Store<L, E>(s10, s11, ref c, ref d, s.Result.Pair, s.Result.Vector);
        Store<L, E>(s20, s21, ref c, ref d, 2 * s.Result.Pair, s.Result.Vector);
        Store<L, E>(s30, s31, ref c, ref d, 3 * s.Result.Pair, s.Result.Vector);
    }

    /// <summary>Half a panel: a network's few outputs.</summary>
    [MethodImpl(Optimize)]
    public static void EightByOne<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint row = s.LeftRow, column = s.LeftColumn, next = s.Right.Row, from = s.Start.Row, to = s.Result.Row;
        L s0 = S.Load<L>(ref start, 0), s1 = S.Load<L>(ref start, from), s2 = S.Load<L>(ref start, 2 * from), s3 = S.Load<L>(ref start, 3 * from);
        L s4 = S.Load<L>(ref start, 4 * from), s5 = S.Load<L>(ref start, 5 * from), s6 = S.Load<L>(ref start, 6 * from), s7 = S.Load<L>(ref start, 7 * from);
        for (int k = 0; k < s.Inner; k++)
        {
            L x = L.Load(ref b, 0);
            ref float a4 = ref At(ref a, 4 * row);
            s0 = L.MultiplyAdd(L.All(a), x, s0);
            s1 = L.MultiplyAdd(L.All(At(ref a, row)), x, s1);
            s2 = L.MultiplyAdd(L.All(At(ref a, 2 * row)), x, s2);
            s3 = L.MultiplyAdd(L.All(At(ref a, 3 * row)), x, s3);
            s4 = L.MultiplyAdd(L.All(a4), x, s4);
            s5 = L.MultiplyAdd(L.All(At(ref a4, row)), x, s5);
            s6 = L.MultiplyAdd(L.All(At(ref a4, 2 * row)), x, s6);
            s7 = L.MultiplyAdd(L.All(At(ref a4, 3 * row)), x, s7);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(s0, ref c, ref d, 0);
        Store<L, E>(s1, ref c, ref d, to);
        Store<L, E>(s2, ref c, ref d, 2 * to);
        Store<L, E>(s3, ref c, ref d, 3 * to);
        Store<L, E>(s4, ref c, ref d, 4 * to);
        Store<L, E>(s5, ref c, ref d, 5 * to);
        Store<L, E>(s6, ref c, ref d, 6 * to);
        Store<L, E>(s7, ref c, ref d, 7 * to);
    }

    [MethodImpl(Optimize)]
    public static void OneByOne<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint column = s.LeftColumn, next = s.Right.Row;
        L sum = S.Load<L>(ref start, 0);
        for (int k = 0; k < s.Inner; k++)
        {
            sum = L.MultiplyAdd(L.All(a), L.Load(ref b, 0), sum);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(sum, ref c, ref d, 0);
    }

    [MethodImpl(Optimize)]
    public static void OneByTwo<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        nint column = s.LeftColumn, next = s.Right.Row, v = s.Right.Vector;
        L s0 = S.Load<L>(ref start, 0), s1 = S.Load<L>(ref start, s.Start.Vector);
        for (int k = 0; k < s.Inner; k++)
        {
            L x = L.All(a);
            s0 = L.MultiplyAdd(x, L.Load(ref b, 0), s0);
            s1 = L.MultiplyAdd(x, L.Load(ref b, v), s1);
            a = ref At(ref a, column);
            b = ref At(ref b, next);
        }

        Store<L, E>(s0, s1, ref c, ref d, 0, s.Result.Vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L, E>(L first, L second, ref float c, ref float d, nint at, nint distance)
        where L : struct, ILanes<L>
        where E : struct, IEpilogue
    {
        Store<L, E>(first, ref c, ref d, at);
        Store<L, E>(second, ref c, ref d, at + distance);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L, E>(L sum, ref float c, ref float d, nint at)
        where L : struct, ILanes<L>
        where E : struct, IEpilogue
    {
        L slope = E.ReadsSlopes ? L.Load(ref d, at) : default;
        L.Store(E.Of(sum, default, ref slope), ref c, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ref float from, nint offset) => ref Unsafe.Add(ref from, offset);
}
