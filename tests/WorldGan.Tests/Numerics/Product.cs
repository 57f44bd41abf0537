using FsCheck;
using FsCheck.Fluent;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Tests.Numerics;

/// <summary>A product to compute: sizes, how its factors lie in memory, and a seed for the numbers.</summary>
internal sealed record Product(int Rows, int Inner, int Columns, bool IsTransposed, bool HasWeightPanels, bool HasBias, int Slack, int Seed)
{
    public int PaddedColumns => Panels.Pad(Columns);

    public int LeftRowStride => IsTransposed ? 1 : Inner + Slack;

    public int LeftColumnStride => IsTransposed ? Rows + Slack : 1;

    public int LeftLength => (Rows - 1) * LeftRowStride + (Inner - 1) * LeftColumnStride + 1;

    public int RightLength => (PaddedColumns / Panels.Width - 1) * RightPanelStride + (Inner - 1) * RightRowStride + Panels.Width;

    public int ResultLength => Rows * (PaddedColumns + Slack) - Slack;

    public static Arbitrary<Product> Products() =>
        (from rows in Gen.Choose(1, 300)
         from inner in Gen.Choose(1, 300)
         from columns in Gen.Choose(1, 300)
         from form in Gen.Elements(true, false).ArrayOf(3)
         from slack in Gen.Choose(0, 3)
         from seed in Gen.Choose(0, int.MaxValue)
         select new Product(rows, inner, columns, form[0], form[1], form[2], slack, seed)).ToArbitrary();

    public float[] Left() => Draws.Singles(LeftLength, (ulong)Seed);

    public float[] Right() => Draws.Singles(RightLength, (ulong)Seed + 1);

    public float[] Start() => Draws.Singles(ResultLength, (ulong)Seed + 2);

    public float[] Bias() => HasBias ? Draws.Singles(PaddedColumns, (ulong)Seed + 3) : [];

    public void Run<T>(T[] left, T[] right, T[] result, T[] bias) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        MatMul.Run(LeftOf(left), RightOf(right), ResultOf(result), bias, Rows, Inner, PaddedColumns);

    public void Plain<T>(T[] left, T[] right, T[] result, T[] bias) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        MatMul.Plain(LeftOf(left), RightOf(right), ResultOf(result), bias, Rows, Inner, PaddedColumns);

    public void Fast<L>(float[] left, float[] right, float[] result, float[] bias) where L : struct, ILanes<L> =>
        MatMul.Fast<L>(LeftOf(left), RightOf(right), ResultOf(result), bias, Rows, Inner, PaddedColumns);

    /// <summary>Where element (row, column) of the right factor lies.</summary>
    public int RightIndex(int row, int column) => column / Panels.Width * RightPanelStride + row * RightRowStride + column % Panels.Width;

    // Weights lie panel after panel, activations row after row.
    private int RightRowStride => HasWeightPanels ? Panels.Width : PaddedColumns;

    private int RightPanelStride => HasWeightPanels ? Inner * Panels.Width : Panels.Width;

    private LeftFactor<T> LeftOf<T>(T[] data) => new(data, LeftRowStride, LeftColumnStride);

    private PanelMatrix<T> RightOf<T>(T[] data) => new(data, RightRowStride, RightPanelStride);

    private PanelMatrix<T> ResultOf<T>(T[] data) => new(data, PaddedColumns + Slack, Panels.Width);
}
