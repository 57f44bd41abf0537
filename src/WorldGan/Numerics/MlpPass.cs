using System.Numerics;
using System.Runtime.InteropServices;

namespace WorldGan.Numerics;

/// <summary>
/// A batch on its way through a perceptron and back. Inputs and outputs of up to <c>capacity</c> rows are held; what lies between is held of one
/// block of rows, which goes all the way while it sits in the cache. <see cref="Infer"/> computes outputs alone; <see cref="Forward"/> also keeps
/// what the gradients of its block need.
/// </summary>
/// <remarks>
/// For layers z_l = W_l h_(l-1) + b_l, h_l = σ(z_l): <see cref="Backward"/> is the usual chain. The gradient of a penalty on the input gradient
/// g = ∂f/∂x needs no tape (derivation in README.md): g is itself a backward pass; its own gradient is a forward pass through the transposed chain.
/// A gradient's sums over rows go on from block to block: blocks in order of rows have the bits of the whole batch at once. Penalties of smooth networks
/// alone do not, as their two terms alternate by block.
/// </remarks>
internal sealed class MlpPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Most rows of a block. 32 to 128 are as fast; the buffers of 256 rows throw each other out of a cache of 1 MB.</summary>
    public const int BlockRows = 64;

    private readonly Mlp<T> _net;
    private readonly LayerGradient<T> _layers;
    private readonly bool _smooth;
    private readonly int _blockRows;
    private readonly AlignedBuffer<T> _input, _output, _outputGradient;
    private readonly AlignedBuffer<T> _zeros;              // the start of chains without a bias
    private readonly AlignedBuffer<T>[] _values;           // h_(l+1) above layer l; this and what follows of one block
    private AlignedBuffer<T> _inputGradient = new(0);      // of all rows; this and what follows is made for the first gradient
    private AlignedBuffer<T>[] _slopes = [];               // σ'(z_l) of hidden layers, or their values, which tell it where there is no curvature
    private AlignedBuffer<T>[] _deltas = [];               // gradient at z_l of hidden layers
    private AlignedBuffer<T>[]? _chainDeltas, _chainGradients, _curvature; // of the penalty: δ_l, g_(l+1) and the σ'' terms of hidden layers
    private AlignedBuffer<T> _ones = new(0), _topSlopes = new(0), _topSums = new(0); // without curvature: ones, σ' of the last hidden layer, and Σ σ' ⊗ u below it
    private int _first, _rows;                             // the block

    public MlpPass(Mlp<T> net, int capacity)
    {
        _net = net;
        _layers = new LayerGradient<T>(net);
        Capacity = capacity;
        _blockRows = Math.Min(capacity, BlockRows);
        _smooth = Activations.IsSmooth(net.Shape.Activation);
        (InputStride, InputGradientStride) = (Panels.Pad(net.Shape.Inputs), Panels.Pad(net.Shape.Free));
        (HiddenStride, OutputStride) = (Panels.Pad(net.Shape.Hidden), Panels.Pad(net.Shape.Outputs));
        (_input, _output, _outputGradient) = (new(capacity * InputStride), new(capacity * OutputStride), new(capacity * OutputStride));
        _zeros = new(Math.Max(InputStride, Math.Max(OutputStride, HiddenStride)));
        _values = HiddenBuffers();
    }

    /// <summary>Most rows a pass can hold.</summary>
    public int Capacity { get; }

    /// <summary>Distance between rows of <see cref="Input"/>.</summary>
    public int InputStride { get; }

    /// <summary>Distance between rows of <see cref="InputGradient"/>.</summary>
    public int InputGradientStride { get; }

    /// <summary>Distance between rows of <see cref="Output"/> and <see cref="OutputGradient"/>.</summary>
    public int OutputStride { get; }

    /// <summary>[capacity, InputStride] to be filled before <see cref="Forward"/>.</summary>
    public Span<T> Input => _input.Span;

    /// <summary>[capacity, OutputStride] written by <see cref="Forward"/> and <see cref="Infer"/>.</summary>
    public Span<T> Output => _output.Span;

    /// <summary>[capacity, OutputStride] to be filled before <see cref="Backward"/>; padding must stay zero.</summary>
    public Span<T> OutputGradient => _outputGradient.Span;

    /// <summary>[capacity, InputGradientStride] at the inputs that are not given, written by <see cref="BackwardToInput"/> and by <see cref="ScalarInputGradient"/>.</summary>
    public Span<T> InputGradient => _inputGradient.Span;

    private int HiddenStride { get; }

    private Epilogue BySlopes => _smooth ? Epilogue.TimesSlopes : Epilogue.TimesSlopesOfValues;

    private int Last => _net.Shape.Layers - 1;

    /// <summary>Computes the outputs of the first <paramref name="rows"/> inputs.</summary>
    public void Infer(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        for (int row = 0; row < rows; row += _rows) Through(row, rows, Epilogue.Activate);
    }

    /// <summary>Computes the outputs of a block: the inputs from row <paramref name="first"/> on that fit it. Any of its gradients may follow, before the next block or <see cref="Infer"/>.</summary>
    /// <param name="first">First row of the block.</param>
    /// <param name="end">The row after the last of the batch.</param>
    /// <returns>The row after the last of the block.</returns>
    public int Forward(int first, int end)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Capacity);
        if (_inputGradient.Length == 0)
        {
            _inputGradient = new(Capacity * InputGradientStride);
            (_slopes, _deltas) = (_smooth ? HiddenBuffers() : _values, HiddenBuffers());
        }

        Through(first, end, _smooth ? Epilogue.ActivateAndKeepSlopes : Epilogue.Activate);
        return first + _rows;
    }

    /// <summary>Adds ∂loss/∂parameters of the block to <paramref name="gradient"/>, given ∂loss/∂output in <see cref="OutputGradient"/>.</summary>
    /// <param name="gradient">Laid out as the parameters.</param>
    public void Backward(Span<T> gradient)
    {
        for (int l = Last; l >= 0; l--)
        {
            _layers.AddWeights(gradient, l, Below(l), Delta(l), _rows);
            _layers.AddBias(gradient, l, Delta(l), _rows);
            if (l > 0) Down(Delta(l), l, Delta(l - 1), BySlopes);
        }
    }

    /// <summary><see cref="Backward"/> and <see cref="BackwardToInput"/> in one.</summary>
    /// <param name="gradient">Laid out as the parameters.</param>
    public void BackwardThrough(Span<T> gradient)
    {
        Backward(gradient);
        Down(Delta(0), 0, Of(_inputGradient, InputGradientStride), Epilogue.None);
    }

    /// <summary>Writes ∂loss/∂input of the block to <see cref="InputGradient"/>, given ∂loss/∂output in <see cref="OutputGradient"/>.</summary>
    public void BackwardToInput()
    {
        for (int l = Last; l > 0; l--) Down(Delta(l), l, Delta(l - 1), BySlopes);
        Down(Delta(0), 0, Of(_inputGradient, InputGradientStride), Epilogue.None);
    }

    /// <summary>Writes ∂output/∂input of the block, of a network with one output, to <see cref="InputGradient"/> and keeps the chain for <see cref="AddPenaltyGradient"/>.</summary>
    public void ScalarInputGradient()
    {
        if (_chainDeltas is null) MakePenaltyBuffers();
        for (int l = Last; l > 0; l--)
        {
            Span<T> delta = ChainDelta(l - 1);
            if (!_smooth)
            {
                Down(ChainDelta(l), l, delta, BySlopes);
                continue;
            }

            Span<T> gradient = InBlock(_chainGradients![l - 1]);
            Down(ChainDelta(l), l, gradient, Epilogue.None);
            gradient.CopyTo(delta);
            VectorMath.Multiply<T>(InBlock(_slopes[l - 1]), delta);
        }

        Down(ChainDelta(0), 0, Of(_inputGradient, InputGradientStride), Epilogue.None);
    }

    /// <summary>
    /// Adds ∂P/∂parameters to <paramref name="gradient"/>, where P is a function of the input gradient of <see cref="ScalarInputGradient"/> and
    /// <see cref="InputGradient"/> now holds ∂P/∂(input gradient) of the block. After the last block <see cref="EndPenaltyGradient"/> must follow.
    /// </summary>
    public void AddPenaltyGradient(Span<T> gradient)
    {
        Span<T> tangent = Of(_inputGradient, InputGradientStride);            // u_(l-1) = ∂P/∂g_(l-1)
        for (int l = 0, given = _net.Shape.Given; l <= Last; l++, given = 0)
        {
            if (!_smooth && l == Last - 1)
            {
                AddTopSums(tangent, given);
                return;
            }

            _layers.AddWeights(gradient, l, tangent, ChainDelta(l), _rows, given);
            if (l == Last) break;
            Up(tangent, l, _zeros.Span, Delta(l), _smooth ? Epilogue.None : BySlopes, given); // u_l = t_l ⊙ σ'(z_l), where t_l = W_l u_(l-1)
            if (_smooth)
            {
                Curvature(l);
                VectorMath.Multiply<T>(InBlock(_slopes[l]), Delta(l));
            }

            tangent = Delta(l);
        }

        if (_smooth) BackwardCurvature(gradient);
    }

    /// <summary>Adds to <paramref name="gradient"/> what the blocks since the last end have summed up below the output.</summary>
    public void EndPenaltyGradient(Span<T> gradient)
    {
        if (_topSums.Length == 0) return;
        _layers.AddBelowOutput(gradient, _topSums.Span);
        _topSums.Span.Clear();
    }

    // The last two layers' share is w ⊙ Σ σ' ⊗ u and W · Σ σ' ⊗ u, of one sum over all rows: no u has to go up through W (README.md).
    private void AddTopSums(Span<T> tangent, int given)
    {
        Span<T> slopes = InBlock(_topSlopes);
        int top = Last - 1;
        Multiply([], 0, default, 0, _ones.Span, slopes, HiddenStride, _net.Shape.Hidden, top, BySlopes);
        _layers.AddProducts(_topSums.Span, top, tangent, slopes, _rows, given);
    }

    private void Through(int first, int end, Epilogue epilogue)
    {
        (_first, _rows) = (first, Math.Min(end - first, _blockRows));
        for (int l = 0; l < Last; l++) Up(Below(l), l, _net.Bias(l), InBlock(_values[l]), epilogue);
        Span<T> below = Below(Last), output = Of(_output, OutputStride);
        if (typeof(T) == typeof(float) && _net.Shape.Outputs == 1 && SingleColumn.IsSupported)
        {
            int inputs = _net.Shape.LayerInputs(Last);
            SingleColumn.Run(Floats(below), Panels.Pad(inputs), _rows, inputs, Floats(_net.Weights(Last)), Floats(_net.Bias(Last))[0], Floats(output), OutputStride);
            return;
        }

        Up(below, Last, _net.Bias(Last), output, Epilogue.None);
    }

    // ∂P/∂z_l through σ'(z_l) alone: t_l ⊙ g_l ⊙ σ''(z_l). Smooth critics are rare, so z_l is computed again and not kept.
    private void Curvature(int layer)
    {
        Span<T> into = InBlock(_curvature![layer]);
        Up(Below(layer), layer, _net.Bias(layer), into, Epilogue.SecondDerivative);
        VectorMath.Multiply<T>(Delta(layer), into);
        VectorMath.Multiply<T>(InBlock(_chainGradients![layer]), into);
    }

    private void BackwardCurvature(Span<T> gradient)
    {
        for (int l = Last - 1; l >= 0; l--)
        {
            Span<T> delta = InBlock(_curvature![l]);
            if (l < Last - 1)
            {
                Down(InBlock(_curvature[l + 1]), l + 1, Delta(l), BySlopes);
                VectorMath.Add<T>(Delta(l), delta);
            }

            _layers.AddWeights(gradient, l, Below(l), delta, _rows);
            _layers.AddBias(gradient, l, delta, _rows);
        }
    }

    /// <summary>into = rows · Wᵀ + start: from a layer's inputs, without the <paramref name="skipped"/> first ones, to its sums.</summary>
    private void Up(ReadOnlySpan<T> rows, int l, ReadOnlySpan<T> start, Span<T> into, Epilogue epilogue, int skipped = 0)
    {
        int all = _net.Shape.LayerInputs(l), inputs = all - skipped;
        var weights = new PanelMatrix<T>(_net.Weights(l)[(skipped * Panels.Width)..], Panels.Width, all * Panels.Width);
        Multiply(rows, Panels.Pad(inputs), weights, inputs, start, into, StrideOut(l), _net.Shape.LayerOutputs(l), l < Last ? l : 0, epilogue);
    }

    /// <summary>into = delta · W: from gradients at a layer's sums to those at its inputs, with the slopes of the layer below.</summary>
    private void Down(ReadOnlySpan<T> delta, int l, Span<T> into, Epilogue epilogue)
    {
        int inputs = l == 0 ? _net.Shape.Free : _net.Shape.Hidden, outputs = _net.Shape.LayerOutputs(l);
        var weights = new PanelMatrix<T>(_net.Transposed(l), Panels.Width, outputs * Panels.Width);
        Multiply(delta, StrideOut(l), weights, outputs, _zeros.Span, into, Panels.Pad(inputs), inputs, Math.Max(0, l - 1), epilogue);
    }

    private void Multiply(
        ReadOnlySpan<T> rows, int stride, PanelMatrix<T> right, int inner, ReadOnlySpan<T> start, Span<T> into, int intoStride, int columns, int slopes, Epilogue epilogue) =>
        MatMul.Run(
            new MatrixProduct<T>
            {
                Left = new(rows, stride, 1),
                Right = right,
                Result = new(into, intoStride, Panels.Width),
                Bias = start,
                Slopes = epilogue == BySlopes || epilogue == Epilogue.ActivateAndKeepSlopes ? _slopes[slopes].Span : default,
                Rows = _rows,
                Inner = inner,
                Columns = Panels.PadToHalf(columns),
            },
            epilogue, _net.Shape.Activation);

    private void MakePenaltyBuffers()
    {
        AlignedBuffer<T> top = new(_blockRows * OutputStride);
        for (int row = 0; row < _blockRows; row++) top.Span[row * OutputStride] = T.One;
        _chainDeltas = [.. HiddenBuffers(), top];
        if (_smooth) (_chainGradients, _curvature) = (HiddenBuffers(), HiddenBuffers());
        if (_smooth || Last == 0) return;
        (_ones, _topSlopes, _topSums) = (new(HiddenStride), new(_blockRows * HiddenStride), new(_net.Shape.WeightLength(Last - 1)));
        _ones.Span[.._net.Shape.Hidden].Fill(T.One);
    }

    private Span<T> Below(int layer) => layer == 0 ? Of(_input, InputStride) : InBlock(_values[layer - 1]);

    private Span<T> Delta(int layer) => layer == Last ? Of(_outputGradient, OutputStride) : InBlock(_deltas[layer]);

    private Span<T> ChainDelta(int layer) => _chainDeltas![layer].Span[..(_rows * StrideOut(layer))];

    private Span<T> Of(AlignedBuffer<T> batch, int stride) => batch.Span.Slice(_first * stride, _rows * stride);

    private static Span<float> Floats(Span<T> values) => MemoryMarshal.Cast<T, float>(values);

    private Span<T> InBlock(AlignedBuffer<T> hidden) => hidden.Span[..(_rows * HiddenStride)];

    private int StrideOut(int layer) => layer == Last ? OutputStride : HiddenStride;

    private AlignedBuffer<T>[] HiddenBuffers() => [.. Enumerable.Range(0, _net.Shape.HiddenLayers).Select(_ => new AlignedBuffer<T>(_blockRows * HiddenStride))];
}
