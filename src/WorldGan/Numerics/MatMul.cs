using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>Where element (row, column) of the left factor lies: at row · <see cref="RowStride"/> + column · <see cref="ColumnStride"/>.</summary>
internal readonly ref struct LeftFactor<T>(ReadOnlySpan<T> data, int rowStride, int columnStride)
{
    public readonly ReadOnlySpan<T> Data = data;
    public readonly int RowStride = rowStride, ColumnStride = columnStride;
}

/// <summary>A matrix in panels of 16 columns: element (row, column) lies at (column / 16) · PanelStride + row · RowStride + column % 16.</summary>
internal readonly ref struct PanelMatrix<T>(Span<T> data, int rowStride, int panelStride)
{
    public readonly Span<T> Data = data;
    public readonly int RowStride = rowStride, PanelStride = panelStride;
}

/// <summary>
/// C = start + A · B, where every element of C is one chain of fused multiply-adds over k ascending. The chain is the promise:
/// tile shape, vector width and batch size cannot change a bit, and the plain loop is the reference for the fast one.
/// </summary>
internal static class MatMul
{
    /// <summary>Multiplies with the fast kernel where there is one for <typeparamref name="T"/>.</summary>
    /// <param name="left">[M, K] A.</param>
    /// <param name="right">[K, N] B.</param>
    /// <param name="result">[M, N] C.</param>
    /// <param name="bias">[N] the start of every row's chain; empty: the chain starts from what C holds.</param>
    /// <param name="rows">M.</param>
    /// <param name="inner">K.</param>
    /// <param name="columns">N, padded to whole panels.</param>
    public static void Run<T>(LeftFactor<T> left, PanelMatrix<T> right, PanelMatrix<T> result, ReadOnlySpan<T> bias, int rows, int inner, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckBounds(left, right, result, bias, rows, inner, columns);
        if (typeof(T) != typeof(float))
        {
            Plain(left, right, result, bias, rows, inner, columns);
            return;
        }

        Fast(new(MemoryMarshal.Cast<T, float>(left.Data), left.RowStride, left.ColumnStride),
            new(MemoryMarshal.Cast<T, float>(right.Data), right.RowStride, right.PanelStride),
            new(MemoryMarshal.Cast<T, float>(result.Data), result.RowStride, result.PanelStride), MemoryMarshal.Cast<T, float>(bias), rows, inner, columns);
    }

    /// <summary>The reference: three loops.</summary>
    public static void Plain<T>(LeftFactor<T> left, PanelMatrix<T> right, PanelMatrix<T> result, ReadOnlySpan<T> bias, int rows, int inner, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int m = 0; m < rows; m++)
            for (int n = 0; n < columns; n++)
            {
                int panel = n / Panels.Width, lane = n % Panels.Width;
                ref T c = ref result.Data[panel * result.PanelStride + m * result.RowStride + lane];
                T sum = bias.IsEmpty ? c : bias[n];
                for (int k = 0; k < inner; k++)
                    sum = T.FusedMultiplyAdd(left.Data[m * left.RowStride + k * left.ColumnStride], right.Data[panel * right.PanelStride + k * right.RowStride + lane], sum);
                c = sum;
            }
    }

    private static void CheckBounds<T>(LeftFactor<T> left, PanelMatrix<T> right, PanelMatrix<T> result, ReadOnlySpan<T> bias, int rows, int inner, int columns)
    {
        int lastPanel = columns / Panels.Width - 1;
        bool fits = columns % Panels.Width == 0 && (rows == 0 || columns == 0
            || ((inner == 0 || (rows - 1) * left.RowStride + (inner - 1) * left.ColumnStride < left.Data.Length)
                && (inner == 0 || lastPanel * right.PanelStride + (inner - 1) * right.RowStride + Panels.Width <= right.Data.Length)
                && lastPanel * result.PanelStride + (rows - 1) * result.RowStride + Panels.Width <= result.Data.Length
                && (bias.IsEmpty || columns <= bias.Length)));
        if (!fits) throw new ArgumentException($"A product of [{rows}, {inner}] and [{inner}, {columns}] does not fit its buffers.");
    }

    private static void Fast(LeftFactor<float> left, PanelMatrix<float> right, PanelMatrix<float> result, ReadOnlySpan<float> bias, int rows, int inner, int columns)
    {
        switch (LaneWidth.Best)
        {
            case 16:
                Fast<Lanes16>(left, right, result, bias, rows, inner, columns);
                break;
            case 8:
                Fast<Lanes8>(left, right, result, bias, rows, inner, columns);
                break;
            case 4:
                Fast<Lanes4>(left, right, result, bias, rows, inner, columns);
                break;
            default:
                Fast<Lanes1>(left, right, result, bias, rows, inner, columns);
                break;
        }
    }

    /// <summary>Cuts the result into tiles. A pair of vectors with 16 lanes spans two panels; a last panel alone is done with 8 lanes.</summary>
    internal static void Fast<L>(LeftFactor<float> left, PanelMatrix<float> right, PanelMatrix<float> result, ReadOnlySpan<float> bias, int rows, int inner, int columns)
        where L : struct, ILanes<L>
    {
        int pair = 2 * L.Count, whole = columns / pair * pair;
        bool startsFromBias = !bias.IsEmpty;
        var strides = new TileStrides(left.RowStride, left.ColumnStride, Strides<L>(right.RowStride, right.PanelStride), Strides<L>(result.RowStride, result.PanelStride),
            startsFromBias ? new VectorStrides(0, L.Count, pair) : Strides<L>(result.RowStride, result.PanelStride), inner);
        ref float a = ref MemoryMarshal.GetReference(left.Data);
        for (int n = 0; n < whole;)
        {
            ref float b = ref Unsafe.Add(ref MemoryMarshal.GetReference(right.Data), Offset(n, right.PanelStride));
            ref float c = ref Unsafe.Add(ref MemoryMarshal.GetReference(result.Data), Offset(n, result.PanelStride));
            ref float start = ref startsFromBias ? ref Unsafe.AsRef(in bias[n]) : ref c;
            bool fourPairs = rows < 4 && L.Count >= 8 && n + 4 * pair <= whole;
            Column<L>(ref a, ref b, ref start, ref c, strides, rows, fourPairs);
            n += fourPairs ? 4 * pair : pair;
        }

        if (whole < columns)
            Fast<Lanes8>(left, new(right.Data[(inner == 0 ? 0 : Offset(whole, right.PanelStride))..], right.RowStride, right.PanelStride),
                new(result.Data[Offset(whole, result.PanelStride)..], result.RowStride, result.PanelStride), startsFromBias ? bias[whole..] : bias, rows, inner, columns - whole);
    }

    private static void Column<L>(ref float a, ref float b, ref float start, ref float c, in TileStrides s, int rows, bool fourPairs)
        where L : struct, ILanes<L>
    {
        int tall = L.Count == 8 ? 6 : 8, m = 0;
        while (m < rows)
        {
            int tile = rows - m >= tall ? tall : rows - m >= 4 ? 4 : 1;
            ref float ta = ref Unsafe.Add(ref a, m * s.LeftRow), ts = ref Unsafe.Add(ref start, m * s.Start.Row), tc = ref Unsafe.Add(ref c, m * s.Result.Row);
            if (tile == 8) Tiles.EightByTwo<L>(ref ta, ref b, ref ts, ref tc, s);
            else if (tile == 6) Tiles.SixByTwo<L>(ref ta, ref b, ref ts, ref tc, s);
            else if (tile == 4) Tiles.FourByTwo<L>(ref ta, ref b, ref ts, ref tc, s);
            else if (fourPairs) Tiles.OneByEight<L>(ref ta, ref b, ref ts, ref tc, s);
            else Tiles.OneByTwo<L>(ref ta, ref b, ref ts, ref tc, s);
            m += tile;
        }
    }

    private static int Offset(int column, int panelStride) => column / Panels.Width * panelStride + column % Panels.Width;

    // With 16 lanes a vector is a panel; with 8 a pair is; with fewer a pair is a part of one.
    private static VectorStrides Strides<L>(int rowStride, int panelStride)
        where L : struct, ILanes<L> => L.Count switch
        {
            16 => new(rowStride, panelStride, 2 * panelStride),
            8 => new(rowStride, 8, panelStride),
            _ => new(rowStride, L.Count, 2 * L.Count),
        };
}
