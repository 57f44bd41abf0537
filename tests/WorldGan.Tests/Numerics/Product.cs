using FsCheck;
using FsCheck.Fluent;
using WorldGan.Numerics;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Tests.Numerics;

/// <summary>How the left factor lies in memory.</summary>
internal enum LeftForm
{
    Rows,
    Transposed,
    Panels,
}

/// <summary>What the chains start from.</summary>
internal enum StartForm
{
    Result,
    Bias,
    RowBias,
}

/// <summary>A product to compute: sizes, how its factors lie in memory, and a seed for the numbers.</summary>
internal sealed record Product(int Rows, int Inner, int Columns, LeftForm LeftForm, bool HasWeightPanels, StartForm StartForm, int Slack, int Seed)
{
    public int ComputedColumns => Panels.PadToHalf(Columns);

    public int ResultStride => Panels.Pad(Columns) + Slack;

    private int LeftLength => LeftIndex(Rows - 1, Inner - 1) + 1;

    private int RightLength => RightIndex(Inner - 1, ComputedColumns - 1) + 1;

    /// <summary>As short as it may be: one number less is refused.</summary>
    private int ResultLength => (Rows - 1) * ResultStride + ComputedColumns;

    private int PanelLength => Inner * Panels.Width + Slack;

    // Weights lie panel after panel, activations row after row.
    private int RightRowStride => HasWeightPanels ? Panels.Width : Panels.Pad(Columns);

    private int RightPanelStride => HasWeightPanels ? Inner * Panels.Width : Panels.Width;

    public static Arbitrary<Product> Products() =>
        (from rows in Gen.Choose(1, 300)
         from inner in Gen.Choose(1, 300)
         from columns in Gen.Choose(1, 300)
         from left in Gen.Elements(Enum.GetValues<LeftForm>())
         from hasWeightPanels in Gen.Elements(true, false)
         from start in Gen.Elements(Enum.GetValues<StartForm>())
         from slack in Gen.Choose(0, 3)
         from seed in Gen.Choose(0, int.MaxValue)
         select new Product(rows, inner, columns, left, hasWeightPanels, start, slack, seed)).ToArbitrary();

    public float[] Left() => Draws.Singles(LeftLength, (ulong)Seed);

    public float[] Right() => Draws.Singles(RightLength, (ulong)Seed + 1);

    public float[] Start() => Draws.Singles(ResultLength, (ulong)Seed + 2);

    /// <summary>Of columns or of rows.</summary>
    public float[] Bias() => StartForm == StartForm.Result ? [] : Draws.Singles(StartForm == StartForm.Bias ? ComputedColumns : Rows, (ulong)Seed + 3);

    public float[] Slopes() => Draws.Singles(ResultLength, (ulong)Seed + 4);

    /// <summary>Where element (row, column) of the left factor lies.</summary>
    public int LeftIndex(int row, int column) => LeftForm switch
    {
        LeftForm.Rows => row * (Inner + Slack) + column,
        LeftForm.Transposed => row + column * (Rows + Slack),
        _ => row / Panels.Width * PanelLength + row % Panels.Width + column * Panels.Width,
    };

    /// <summary>Where element (row, column) of the right factor lies.</summary>
    public int RightIndex(int row, int column) => column / Panels.Width * RightPanelStride + row * RightRowStride + column % Panels.Width;

    public MatrixProduct<T> Of<T>(T[] left, T[] right, T[] result, T[] bias, T[]? slopes = null) where T : unmanaged => new()
    {
        Left = LeftForm switch
        {
            LeftForm.Rows => new(left, Inner + Slack, 1),
            LeftForm.Transposed => new(left, 1, Rows + Slack),
            _ => new(left, 1, Panels.Width, PanelLength),
        },
        Right = new(right, RightRowStride, RightPanelStride),
        Result = new(result, ResultStride, Panels.Width),
        Bias = StartForm == StartForm.Bias ? bias : [],
        RowBias = StartForm == StartForm.RowBias ? bias : [],
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
