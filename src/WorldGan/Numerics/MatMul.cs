using System.Numerics;
using System.Runtime.CompilerServices;

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
        if (typeof(T) == typeof(float)) Fast(left, right, result, bias, rows, inner, columns);
        else Plain(left, right, result, bias, rows, inner, columns);
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

    // Two vectors of columns by six rows: twelve chains hide the latency of the multiply-add, and with two vectors of B and one
    // broadcast of A they fill the sixteen registers of AVX2.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fast<T>(LeftFactor<T> left, PanelMatrix<T> right, PanelMatrix<T> result, ReadOnlySpan<T> bias, int rows, int inner, int columns)
        where T : unmanaged
    {
        int width = 2 * Vector<float>.Count;
        for (int n = 0; n < columns; n += width)
        {
            int panel = n / Panels.Width, lane = n % Panels.Width;
            ref float b = ref At(right.Data, panel * right.PanelStride + lane);
            ref float start = ref bias.IsEmpty ? ref Unsafe.NullRef<float>() : ref At(bias, n);
            int m = 0;
            for (; m + 6 <= rows; m += 6)
                SixRows(ref At(left.Data, m * left.RowStride), left.RowStride, left.ColumnStride, ref b, right.RowStride,
                    ref At(result.Data, panel * result.PanelStride + m * result.RowStride + lane), result.RowStride, ref start, inner);
            for (; m < rows; m++)
                OneRow(ref At(left.Data, m * left.RowStride), left.ColumnStride, ref b, right.RowStride,
                    ref At(result.Data, panel * result.PanelStride + m * result.RowStride + lane), ref start, inner);
        }
    }

    private static ref float At<T>(ReadOnlySpan<T> data, int index) =>
        ref Unsafe.As<T, float>(ref Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(data), index));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows(ref float a, nint aRow, nint aColumn, ref float b, nint bRow, ref float c, nint cRow, ref float start, int inner)
    {
        nint w = Vector<float>.Count;
        Vector<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        if (Unsafe.IsNullRef(ref start))
        {
            c00 = Load(ref c, 0); c01 = Load(ref c, w);
            c10 = Load(ref c, cRow); c11 = Load(ref c, cRow + w);
            c20 = Load(ref c, 2 * cRow); c21 = Load(ref c, 2 * cRow + w);
            c30 = Load(ref c, 3 * cRow); c31 = Load(ref c, 3 * cRow + w);
            c40 = Load(ref c, 4 * cRow); c41 = Load(ref c, 4 * cRow + w);
            c50 = Load(ref c, 5 * cRow); c51 = Load(ref c, 5 * cRow + w);
        }
        else
        {
            c00 = c10 = c20 = c30 = c40 = c50 = Load(ref start, 0);
            c01 = c11 = c21 = c31 = c41 = c51 = Load(ref start, w);
        }

        for (int k = 0; k < inner; k++)
        {
            Vector<float> b0 = Load(ref b, 0), b1 = Load(ref b, w);
            var x = new Vector<float>(a);
            c00 = Vector.FusedMultiplyAdd(x, b0, c00); c01 = Vector.FusedMultiplyAdd(x, b1, c01);
            x = new Vector<float>(Unsafe.Add(ref a, aRow));
            c10 = Vector.FusedMultiplyAdd(x, b0, c10); c11 = Vector.FusedMultiplyAdd(x, b1, c11);
            x = new Vector<float>(Unsafe.Add(ref a, 2 * aRow));
            c20 = Vector.FusedMultiplyAdd(x, b0, c20); c21 = Vector.FusedMultiplyAdd(x, b1, c21);
            x = new Vector<float>(Unsafe.Add(ref a, 3 * aRow));
            c30 = Vector.FusedMultiplyAdd(x, b0, c30); c31 = Vector.FusedMultiplyAdd(x, b1, c31);
            x = new Vector<float>(Unsafe.Add(ref a, 4 * aRow));
            c40 = Vector.FusedMultiplyAdd(x, b0, c40); c41 = Vector.FusedMultiplyAdd(x, b1, c41);
            x = new Vector<float>(Unsafe.Add(ref a, 5 * aRow));
            c50 = Vector.FusedMultiplyAdd(x, b0, c50); c51 = Vector.FusedMultiplyAdd(x, b1, c51);
            a = ref Unsafe.Add(ref a, aColumn);
            b = ref Unsafe.Add(ref b, bRow);
        }

        Store(c00, ref c, 0); Store(c01, ref c, w);
        Store(c10, ref c, cRow); Store(c11, ref c, cRow + w);
        Store(c20, ref c, 2 * cRow); Store(c21, ref c, 2 * cRow + w);
        Store(c30, ref c, 3 * cRow); Store(c31, ref c, 3 * cRow + w);
        Store(c40, ref c, 4 * cRow); Store(c41, ref c, 4 * cRow + w);
        Store(c50, ref c, 5 * cRow); Store(c51, ref c, 5 * cRow + w);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(ref float a, nint aColumn, ref float b, nint bRow, ref float c, ref float start, int inner)
    {
        nint w = Vector<float>.Count;
        ref float from = ref Unsafe.IsNullRef(ref start) ? ref c : ref start;
        Vector<float> c0 = Load(ref from, 0), c1 = Load(ref from, w);
        for (int k = 0; k < inner; k++)
        {
            var x = new Vector<float>(a);
            c0 = Vector.FusedMultiplyAdd(x, Load(ref b, 0), c0);
            c1 = Vector.FusedMultiplyAdd(x, Load(ref b, w), c1);
            a = ref Unsafe.Add(ref a, aColumn);
            b = ref Unsafe.Add(ref b, bRow);
        }

        Store(c0, ref c, 0);
        Store(c1, ref c, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float at, nint offset) => Vector.LoadUnsafe(ref Unsafe.Add(ref at, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> value, ref float at, nint offset) => value.StoreUnsafe(ref Unsafe.Add(ref at, offset));
}
