using FsCheck;
using FsCheck.Fluent;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Tests.Numerics;

/// <summary>A product to compute: sizes, how its factors lie in memory, and a seed for the numbers.</summary>
internal sealed record Product(int Rows, int Inner, int Columns, bool IsTransposed, bool HasWeightPanels, bool HasBias, int Slack, int Seed)
{
    public int ComputedColumns => Panels.PadToHalf(Columns);

    public int LeftRowStride => IsTransposed ? 1 : Inner + Slack;

    public int LeftColumnStride => IsTransposed ? Rows + Slack : 1;

    public int ResultStride => Panels.Pad(Columns) + Slack;

    private int LeftLength => (Rows - 1) * LeftRowStride + (Inner - 1) * LeftColumnStride + 1;

    private int RightLength => RightIndex(Inner - 1, ComputedColumns - 1) + 1;

    /// <summary>As short as it may be: one number less is refused.</summary>
    private int ResultLength => (Rows - 1) * ResultStride + ComputedColumns;

    // Weights lie panel after panel, activations row after row.
    private int RightRowStride => HasWeightPanels ? Panels.Width : Panels.Pad(Columns);

    private int RightPanelStride => HasWeightPanels ? Inner * Panels.Width : Panels.Width;

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

    public float[] Bias() => HasBias ? Draws.Singles(ComputedColumns, (ulong)Seed + 3) : [];

    public float[] Slopes() => Draws.Singles(ResultLength, (ulong)Seed + 4);

    /// <summary>Where element (row, column) of the right factor lies.</summary>
    public int RightIndex(int row, int column) => column / Panels.Width * RightPanelStride + row * RightRowStride + column % Panels.Width;

    public MatrixProduct<T> Of<T>(T[] left, T[] right, T[] result, T[] bias, T[]? slopes = null) where T : unmanaged => new()
    {
        Left = new(left, LeftRowStride, LeftColumnStride),
        Right = new(right, RightRowStride, RightPanelStride),
        Result = new(result, ResultStride, Panels.Width),
        Bias = bias,
        Slopes = slopes,
        Rows = Rows,
        Inner = Inner,
        Columns = ComputedColumns,
    };

    /// <summary>The results and slopes that the plain loops give, and the kernels of all widths and of this machine.</summary>
    public (float[] Result, float[] Slopes)[] Computed<E>(Epilogue epilogue, Activation activation) where E : struct, IEpilogue =>
    [
        Compute((in MatrixProduct<float> p) => MatMul.Plain<float, E>(p)),
        Compute((in MatrixProduct<float> p) => MatMul.Run(p, epilogue, activation)),
        Compute((in MatrixProduct<float> p) => MatMul.Fast<Lanes1, E>(p)),
        Compute((in MatrixProduct<float> p) => MatMul.Fast<Lanes4, E>(p)),
        Compute((in MatrixProduct<float> p) => MatMul.Fast<Lanes8, E>(p)),
        Compute((in MatrixProduct<float> p) => MatMul.Fast<Lanes16, E>(p)),
    ];

    private (float[] Result, float[] Slopes) Compute(Multiply multiply)
    {
        float[] result = Start(), slopes = Slopes();
        multiply(Of(Left(), Right(), result, Bias(), slopes));
        return (result, slopes);
    }

    private delegate void Multiply(in MatrixProduct<float> product);
}
