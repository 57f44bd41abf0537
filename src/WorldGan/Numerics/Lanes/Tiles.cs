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
        nint row2 = 2 * row, row3 = 3 * row, row4 = 4 * row;
        for (int k = 0; k < s.Inner; k++)
        {
            L b0 = L.Load(ref b, 0), b1 = L.Load(ref b, v);
            ref float a4 = ref At(ref a, row4);
            L x = L.All(a);
            L.AddProduct(x, b0, ref s00);
            L.AddProduct(x, b1, ref s01);
            x = L.All(At(ref a, row));
            L.AddProduct(x, b0, ref s10);
            L.AddProduct(x, b1, ref s11);
            x = L.All(At(ref a, row2));
            L.AddProduct(x, b0, ref s20);
            L.AddProduct(x, b1, ref s21);
            x = L.All(At(ref a, row3));
            L.AddProduct(x, b0, ref s30);
            L.AddProduct(x, b1, ref s31);
            x = L.All(a4);
            L.AddProduct(x, b0, ref s40);
            L.AddProduct(x, b1, ref s41);
            x = L.All(At(ref a4, row));
            L.AddProduct(x, b0, ref s50);
            L.AddProduct(x, b1, ref s51);
            x = L.All(At(ref a4, row2));
            L.AddProduct(x, b0, ref s60);
            L.AddProduct(x, b1, ref s61);
            x = L.All(At(ref a4, row3));
            L.AddProduct(x, b0, ref s70);
            L.AddProduct(x, b1, ref s71);
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
        nint row2 = 2 * row, row3 = 3 * row;
        for (int k = 0; k < s.Inner; k++)
        {
            L b0 = L.Load(ref b, 0), b1 = L.Load(ref b, v);
            ref float a3 = ref At(ref a, row3);
            L x = L.All(a);
            L.AddProduct(x, b0, ref s00);
            L.AddProduct(x, b1, ref s01);
            x = L.All(At(ref a, row));
            L.AddProduct(x, b0, ref s10);
            L.AddProduct(x, b1, ref s11);
            x = L.All(At(ref a, row2));
            L.AddProduct(x, b0, ref s20);
            L.AddProduct(x, b1, ref s21);
            x = L.All(a3);
            L.AddProduct(x, b0, ref s30);
            L.AddProduct(x, b1, ref s31);
            x = L.All(At(ref a3, row));
            L.AddProduct(x, b0, ref s40);
            L.AddProduct(x, b1, ref s41);
            x = L.All(At(ref a3, row2));
            L.AddProduct(x, b0, ref s50);
            L.AddProduct(x, b1, ref s51);
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
        nint row2 = 2 * row, row3 = 3 * row;
        for (int k = 0; k < s.Inner; k++)
        {
            L b0 = L.Load(ref b, 0), b1 = L.Load(ref b, v);
            L x = L.All(a);
            L.AddProduct(x, b0, ref s00);
            L.AddProduct(x, b1, ref s01);
            x = L.All(At(ref a, row));
            L.AddProduct(x, b0, ref s10);
            L.AddProduct(x, b1, ref s11);
            x = L.All(At(ref a, row2));
            L.AddProduct(x, b0, ref s20);
            L.AddProduct(x, b1, ref s21);
            x = L.All(At(ref a, row3));
            L.AddProduct(x, b0, ref s30);
            L.AddProduct(x, b1, ref s31);
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
            L.AddProduct(x, b0, ref s00);
            L.AddProduct(x, b1, ref s01);
            x = L.All(At(ref a, row));
            L.AddProduct(x, b0, ref s10);
            L.AddProduct(x, b1, ref s11);
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
            L.AddProduct(x, L.Load(ref b, 0), ref s00);
            L.AddProduct(x, L.Load(ref b, v), ref s01);
            L.AddProduct(x, L.Load(ref b1, 0), ref s10);
            L.AddProduct(x, L.Load(ref b1, v), ref s11);
            L.AddProduct(x, L.Load(ref b2, 0), ref s20);
            L.AddProduct(x, L.Load(ref b2, v), ref s21);
            L.AddProduct(x, L.Load(ref b3, 0), ref s30);
            L.AddProduct(x, L.Load(ref b3, v), ref s31);
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
        nint row2 = 2 * row, row3 = 3 * row, row4 = 4 * row;
        for (int k = 0; k < s.Inner; k++)
        {
            L x = L.Load(ref b, 0);
            ref float a4 = ref At(ref a, row4);
            L.AddProduct(L.All(a), x, ref s0);
            L.AddProduct(L.All(At(ref a, row)), x, ref s1);
            L.AddProduct(L.All(At(ref a, row2)), x, ref s2);
            L.AddProduct(L.All(At(ref a, row3)), x, ref s3);
            L.AddProduct(L.All(a4), x, ref s4);
            L.AddProduct(L.All(At(ref a4, row)), x, ref s5);
            L.AddProduct(L.All(At(ref a4, row2)), x, ref s6);
            L.AddProduct(L.All(At(ref a4, row3)), x, ref s7);
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
            L.AddProduct(L.All(a), L.Load(ref b, 0), ref sum);
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
            L.AddProduct(x, L.Load(ref b, 0), ref s0);
            L.AddProduct(x, L.Load(ref b, v), ref s1);
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
