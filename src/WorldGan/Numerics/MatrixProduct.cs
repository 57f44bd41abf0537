namespace WorldGan.Numerics;

/// <summary>
/// Where element (row, column) of the left factor lies: at row · <see cref="RowStride"/> + column · <see cref="ColumnStride"/>. Weights, whose rows are
/// in panels of 16, have another <see cref="PanelStride"/> than 16 rows: element (row, column) is at (row / 16) · PanelStride + row % 16 · RowStride + column · ColumnStride.
/// </summary>
internal readonly ref struct LeftFactor<T>(ReadOnlySpan<T> data, int rowStride, int columnStride, int panelStride)
{
    public readonly ReadOnlySpan<T> Data = data;
    public readonly int RowStride = rowStride, ColumnStride = columnStride, PanelStride = panelStride;

    public LeftFactor(ReadOnlySpan<T> data, int rowStride, int columnStride)
        : this(data, rowStride, columnStride, Panels.Width * rowStride)
    {
    }

    public int At(int row, int column) => row / Panels.Width * PanelStride + row % Panels.Width * RowStride + column * ColumnStride;
}

/// <summary>A matrix in panels of 16 columns: element (row, column) lies at (column / 16) · PanelStride + row · RowStride + column % 16.</summary>
internal readonly ref struct PanelMatrix<T>(Span<T> data, int rowStride, int panelStride)
{
    public readonly Span<T> Data = data;
    public readonly int RowStride = rowStride, PanelStride = panelStride;
}

/// <summary>A product C = start + A · B to compute.</summary>
internal readonly ref struct MatrixProduct<T>
{
    /// <summary>[M, K] A.</summary>
    public required LeftFactor<T> Left { get; init; }

    /// <summary>[K, N] B.</summary>
    public required PanelMatrix<T> Right { get; init; }

    /// <summary>[M, N] C.</summary>
    public required PanelMatrix<T> Result { get; init; }

    /// <summary>[N] what the chains of each column start from. Without it and <see cref="RowBias"/> they start from what C holds.</summary>
    public ReadOnlySpan<T> Bias { get; init; }

    /// <summary>[M] what the chains of each row start from.</summary>
    public ReadOnlySpan<T> RowBias { get; init; }

    /// <summary>[M, N] what the epilogue reads or writes beside C, laid out as C; empty where it has none.</summary>
    public Span<T> Slopes { get; init; }

    /// <summary>M.</summary>
    public required int Rows { get; init; }

    /// <summary>K.</summary>
    public required int Inner { get; init; }

    /// <summary>N, a multiple of 8; columns of C beyond it stay as they are.</summary>
    public required int Columns { get; init; }

    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public void Validate(bool usesSlopes)
    {
        int result = End(Rows, Result.RowStride, Result.PanelStride);
        bool fits = Columns % Panels.Half == 0 && (Rows == 0 || Columns == 0
            || ((Inner == 0 || Left.At(Rows - 1, Inner - 1) < Left.Data.Length)
                && (Inner == 0 || End(Inner, Right.RowStride, Right.PanelStride) <= Right.Data.Length)
                && result <= Result.Data.Length && (!usesSlopes || result <= Slopes.Length)
                && (Bias.IsEmpty || Columns <= Bias.Length) && (RowBias.IsEmpty || Rows <= RowBias.Length)));
        if (!fits) throw new ArgumentException($"A product of [{Rows}, {Inner}] and [{Inner}, {Columns}] does not fit its buffers.");
    }

    private int End(int rows, int rowStride, int panelStride) =>
        (Columns - 1) / Panels.Width * panelStride + (rows - 1) * rowStride + (Columns - 1) % Panels.Width + 1;
}
