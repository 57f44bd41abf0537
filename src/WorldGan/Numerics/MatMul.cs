using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WorldGan.Numerics.Lanes;

namespace WorldGan.Numerics;

/// <summary>
/// C = start + A · B, where every element of C is one chain of fused multiply-adds over k ascending. The chain is the promise:
/// tile shape, vector width and batch size cannot change a bit, and the plain loop is the reference for the fast one.
/// </summary>
internal static class MatMul
{
    private const int WorthFinishing = 1536;               // multiply-adds of a lane, before a long epilogue runs: beginning its loop costs as much as a few short chains; six of 256 need not wait

    /// <summary>Multiplies, with the fast kernel for float, and does the epilogue to every element.</summary>
    /// <param name="product">What to multiply.</param>
    /// <param name="epilogue">What is done to each sum.</param>
    /// <param name="activation">σ of the epilogue.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public static void Run<T>(in MatrixProduct<T> product, Epilogue epilogue = Epilogue.None, Activation activation = Activation.Relu)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (epilogue)
        {
            case Epilogue.None: Run<T, NoEpilogue>(product); break;
            case Epilogue.TimesSlopes: Run<T, TimesSlope>(product); break;
            default: RunActivated(product, epilogue, activation); break;
        }
    }

    /// <summary>The reference: three loops.</summary>
    public static void Plain<T, E>(in MatrixProduct<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where E : struct, IEpilogue
    {
        for (int m = 0; m < p.Rows; m++)
            for (int n = 0; n < p.Columns; n++)
            {
                int panel = n / Panels.Width, lane = n % Panels.Width, at = panel * p.Result.PanelStride + m * p.Result.RowStride + lane;
                ref T c = ref p.Result.Data[at];
                T sum = !p.Bias.IsEmpty ? p.Bias[n] : !p.RowBias.IsEmpty ? p.RowBias[m] : c;
                for (int k = 0; k < p.Inner; k++)
                    sum = T.FusedMultiplyAdd(p.Left.Data[p.Left.At(m, k)], p.Right.Data[panel * p.Right.PanelStride + k * p.Right.RowStride + lane], sum);
                c = Finish<T, E>(sum, p.Slopes, at);
            }
    }

    /// <summary>The fast kernel at one width: cuts the result into tiles. A pair of vectors with 16 lanes spans two panels; what is left beside whole pairs is done with 8 lanes.</summary>
    public static void Fast<L, E>(in MatrixProduct<float> p)
        where L : struct, ILanes<L>
        where E : struct, IEpilogue
    {
        if (p.RowBias.IsEmpty) Fast<L, StartOfColumns, E>(p);
        else Fast<L, StartOfRow, E>(p);
    }

    private static void Fast<L, S, E>(in MatrixProduct<float> p)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        int pair = 2 * L.Count;
        VectorStrides result = Strides<L>(p.Result.RowStride, p.Result.PanelStride);
        var strides = new TileStrides(p.Left.RowStride, p.Left.ColumnStride, Strides<L>(p.Right.RowStride, p.Right.PanelStride), result,
            !p.Bias.IsEmpty ? new VectorStrides(0, L.Count, pair) : !p.RowBias.IsEmpty ? new VectorStrides(1, 0, 0) : result, p.Inner);
        ref float a = ref MemoryMarshal.GetReference(p.Left.Data);
        for (int n = 0; n < p.Columns;)
        {
            int left = p.Columns - n;                      // few rows of 64 to 127 columns: eight vectors of 8 lanes hide the latency, four of 16 do not
            if (L.Count > 8 && (left < pair || (p.Rows < 4 && left >= 2 * pair && left < 4 * pair)))
            {
                Fast<Lanes8, S, E>(From(p, n));
                return;
            }

            ref float b = ref Unsafe.Add(ref MemoryMarshal.GetReference(p.Right.Data), Offset(n, p.Right.PanelStride));
            ref float c = ref Unsafe.Add(ref MemoryMarshal.GetReference(p.Result.Data), Offset(n, p.Result.PanelStride));
            ref float d = ref E.ReadsSlopes || E.WritesSlopes ? ref Unsafe.Add(ref MemoryMarshal.GetReference(p.Slopes), Offset(n, p.Result.PanelStride)) : ref c;
            ref float start = ref !p.Bias.IsEmpty ? ref Unsafe.AsRef(in p.Bias[n]) : ref !p.RowBias.IsEmpty ? ref MemoryMarshal.GetReference(p.RowBias) : ref c;
            int vectors = left < pair ? 1 : p.Rows < 4 && L.Count >= 8 && left >= 4 * pair ? 8 : 2;
            Column<L, S, E>(ref a, p.Left.PanelStride, ref b, ref start, ref c, ref d, strides, p.Rows, vectors);
            n += vectors * L.Count;
        }
    }

    private static void RunActivated<T>(in MatrixProduct<T> product, Epilogue epilogue, Activation activation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (activation)
        {
            case Activation.Relu: Run<T, Relu>(product, epilogue); break;
            case Activation.LeakyRelu: Run<T, LeakyRelu>(product, epilogue); break;
            case Activation.Silu: Run<T, Silu>(product, epilogue); break;
            case Activation.Tanh: Run<T, Tanh>(product, epilogue); break;
            case Activation.Sigmoid: Run<T, Sigmoid>(product, epilogue); break;
            case Activation.Softplus: Run<T, Softplus>(product, epilogue); break;
            case Activation.Elu: Run<T, Elu>(product, epilogue); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, null);
        }
    }

    private static void Run<T, F>(in MatrixProduct<T> product, Epilogue epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where F : struct, IActivationFunction
    {
        switch (epilogue)
        {
            case Epilogue.Activate: Run<T, Activated<F>>(product); break;
            case Epilogue.ActivateAndKeepSlopes: Run<T, ActivatedWithSlope<F>>(product); break;
            case Epilogue.SecondDerivative: Run<T, Curved<F>>(product); break;
            case Epilogue.TimesSlopesOfValues when F.IsPiecewiseLinear: Run<T, TimesSlopeOfValue<F>>(product); break;
            default: throw new ArgumentOutOfRangeException(nameof(epilogue), epilogue, $"Expected an epilogue that {typeof(F).Name} has.");
        }
    }

    private static void Run<T, E>(in MatrixProduct<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where E : struct, IEpilogue
    {
        product.Validate(E.ReadsSlopes || E.WritesSlopes);
        if (typeof(T) != typeof(float))
        {
            Plain<T, E>(product);
            return;
        }

        ref readonly MatrixProduct<float> p = ref Unsafe.As<MatrixProduct<T>, MatrixProduct<float>>(ref Unsafe.AsRef(in product));
        switch (LaneWidth.Best)
        {
            case 16 when p.Columns >= 2 * Lanes16.Count: Fast<Lanes16, E>(p); break;
            case 16 or 8: Fast<Lanes8, E>(p); break;
            case 4: Fast<Lanes4, E>(p); break;
            default: Fast<Lanes1, E>(p); break;
        }
    }

    private static void Column<L, S, E>(ref float a, int panelStride, ref float b, ref float start, ref float c, ref float d, in TileStrides s, int rows, int vectors)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        int panel = panelStride == Panels.Width * s.LeftRow ? rows : Panels.Width; // whose end no tile may cross
        int tall = L.Count == 8 && LaneWidth.Best == 8 && vectors > 1 ? 6 : 8, m = 0, finished = 0;
        while (m < rows)
        {
            int inPanel = m % panel, left = Math.Min(rows - m, panel - inPanel), tile = TileRows(left, tall, vectors);
            nint at = m * s.Result.Row;
            ref float ta = ref Unsafe.Add(ref a, m / panel * panelStride + inPanel * s.LeftRow), ts = ref Unsafe.Add(ref start, m * s.Start.Row), tc = ref Unsafe.Add(ref c, at);
            ref float td = ref Unsafe.Add(ref d, at);
            if (E.IsShort) Tile<L, S, E>(ref ta, ref b, ref ts, ref tc, ref td, s, tile, vectors);
            else Tile<L, S, NoEpilogue>(ref ta, ref b, ref ts, ref tc, ref td, s, tile, vectors);
            m += tile;
            if (!E.IsShort && (m == rows || (m - finished) * s.Inner >= WorthFinishing))
            {
                nint from = finished * s.Result.Row;
                Finish<L, E>(ref Unsafe.Add(ref c, from), ref Unsafe.Add(ref d, from), s.Result, m - finished, vectors);
                finished = m;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<L, S, E>(ref float a, ref float b, ref float start, ref float c, ref float d, in TileStrides s, int rows, int vectors)
        where L : struct, ILanes<L>
        where S : struct, IStart
        where E : struct, IEpilogue
    {
        switch (rows, vectors)
        {
            case (8, 1): Tiles.EightByOne<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
            case (1, 1): Tiles.OneByOne<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
            case (1, 8): Tiles.OneByEight<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
            case (8, _): Tiles.EightByTwo<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
            case (6, _): Tiles.SixByTwo<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
            case (4, _): Tiles.FourByTwo<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
            case (2, _): Tiles.TwoByTwo<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
            default: Tiles.OneByTwo<L, S, E>(ref a, ref b, ref start, ref c, ref d, s); break;
        }
    }

    // Without tiles of eight, eight rows are twice four rather than six and two.
    private static int TileRows(int left, int tall, int vectors) =>
        left >= tall && (left != 8 || tall == 8) ? tall : vectors != 2 || left == 1 ? 1 : left is 6 or 7 ? 6 : left >= 4 ? 4 : 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<L, E>(ref float c, ref float d, VectorStrides s, int rows, int vectors)
        where L : struct, ILanes<L>
        where E : struct, IEpilogue
    {
        ExpConstants<L> e = ExpConstants<L>.Read();
        for (int v = 0; v < vectors; v++)
        {
            nint at = v / 2 * s.Pair + v % 2 * s.Vector;
            for (int row = 0; row < rows; row++, at += s.Row)
            {
                L slope = E.ReadsSlopes ? L.Load(ref d, at) : default;
                L.Store(E.Of(L.Load(ref c, at), e, ref slope), ref c, at);
                if (E.WritesSlopes) L.Store(slope, ref d, at);
            }
        }
    }

    private static T Finish<T, E>(T sum, Span<T> slopes, int at)
        where T : unmanaged
        where E : struct, IEpilogue
    {
        Span<T> place = E.ReadsSlopes || E.WritesSlopes ? slopes.Slice(at, 1) : [sum];
        if (typeof(T) == typeof(float)) return FinishAs<T, Lanes1, E>(sum, ref place[0]);
        if (typeof(T) == typeof(double)) return FinishAs<T, DoubleNumber, E>(sum, ref place[0]);
        throw new NotSupportedException($"Products of {typeof(T).Name} have no epilogue.");
    }

    private static T FinishAs<T, N, E>(T sum, ref T slope)
        where T : unmanaged
        where N : struct, IArithmetic<N>
        where E : struct, IEpilogue => Unsafe.BitCast<N, T>(E.Of(Unsafe.BitCast<T, N>(sum), ExpConstants<N>.Read(), ref Unsafe.As<T, N>(ref slope)));

    /// <summary>The columns from <paramref name="column"/> on, which begins a panel.</summary>
    private static MatrixProduct<float> From(in MatrixProduct<float> p, int column) => new()
    {
        Left = p.Left,
        Right = new(p.Right.Data[(p.Inner == 0 ? 0 : Offset(column, p.Right.PanelStride))..], p.Right.RowStride, p.Right.PanelStride),
        Result = new(p.Result.Data[Offset(column, p.Result.PanelStride)..], p.Result.RowStride, p.Result.PanelStride),
        Bias = p.Bias.IsEmpty ? p.Bias : p.Bias[column..],
        RowBias = p.RowBias,
        Slopes = p.Slopes.IsEmpty ? p.Slopes : p.Slopes[Offset(column, p.Result.PanelStride)..],
        Rows = p.Rows,
        Inner = p.Inner,
        Columns = p.Columns - column,
    };

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
