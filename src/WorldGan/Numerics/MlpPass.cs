using System.Numerics;

namespace WorldGan.Numerics;

/// <summary>
/// One pass of a batch through a perceptron and back, with buffers for up to <c>capacity</c> rows that are made once and reused.
/// <see cref="Infer"/> computes outputs alone; <see cref="Forward"/> also keeps what the gradients of that batch need.
/// </summary>
/// <remarks>
/// For layers z_l = W_l h_(l-1) + b_l, h_l = σ(z_l): <see cref="Backward"/> is the usual chain. The gradient of a penalty on the input gradient
/// g = ∂f/∂x needs no tape (derivation in README.md): g is itself a backward pass; its own gradient is a forward pass through the transposed chain.
/// </remarks>
internal sealed class MlpPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockRows = 64;                    // rows that go through all layers together, while they sit in the cache

    private readonly Mlp<T> _net;
    private readonly bool _smooth;
    private readonly T[][] _values;                      // h_l below layer l, where h_0 is the input; of one block until gradients are wanted
    private readonly T[] _output;
    private readonly T[] _zeros;                         // the start of chains without a bias
    private T[][] _slopes = [];                          // σ'(z_l) of hidden layers
    private T[][] _deltas;                               // gradient at z_l; made with the slopes, but for the output's
    private T[] _inputGradient = [];
    private T[][]? _chainGradients, _chainDeltas, _curvature; // of the penalty: g_l, δ_l and the σ'' terms
    private int _rows;

    public MlpPass(Mlp<T> net, int capacity)
    {
        _net = net;
        Capacity = capacity;
        MlpShape shape = net.Shape;
        _smooth = Activations.IsSmooth(shape.Activation);
        _values = [new T[capacity * InputStride], .. Buffers(shape.HiddenLayers, Math.Min(capacity, BlockRows), _ => shape.Hidden)];
        _output = new T[capacity * OutputStride];
        _deltas = [new T[capacity * OutputStride]];
        _zeros = new T[Math.Max(InputStride, Math.Max(OutputStride, Panels.Pad(shape.Hidden)))];
    }

    /// <summary>Most rows a pass can hold.</summary>
    public int Capacity { get; }

    /// <summary>Distance between rows of <see cref="Input"/> and <see cref="InputGradient"/>.</summary>
    public int InputStride => Panels.Pad(_net.Shape.Inputs);

    /// <summary>Distance between rows of <see cref="Output"/> and <see cref="OutputGradient"/>.</summary>
    public int OutputStride => Panels.Pad(_net.Shape.Outputs);

    /// <summary>[capacity, InputStride] to be filled before <see cref="Forward"/>.</summary>
    public T[] Input => _values[0];

    /// <summary>[capacity, OutputStride] written by <see cref="Forward"/> and <see cref="Infer"/>.</summary>
    public T[] Output => _output;

    /// <summary>[capacity, OutputStride] to be filled before <see cref="Backward"/>; padding must stay zero.</summary>
    public T[] OutputGradient => _deltas[^1];

    /// <summary>[capacity, InputStride] written by <see cref="Backward"/> on demand and by <see cref="ScalarInputGradient"/>.</summary>
    public T[] InputGradient => _inputGradient;

    private int Last => _net.Shape.Layers - 1;

    /// <summary>Computes the outputs of the first <paramref name="rows"/> inputs.</summary>
    public void Infer(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        for (int first = 0; first < rows; first += BlockRows)
        {
            _rows = Math.Min(BlockRows, rows - first);
            Through(_values[0].AsSpan(first * InputStride), _output.AsSpan(first * OutputStride), Epilogue.Activate);
        }
    }

    /// <summary>Computes the outputs of the first <paramref name="rows"/> inputs; any of the gradients of that batch may follow.</summary>
    public void Forward(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        if (_slopes.Length == 0) MakeGradientBuffers();
        _rows = rows;
        Through(_values[0], _output, Epilogue.ActivateAndKeepSlopes);
    }

    /// <summary>Adds ∂loss/∂parameters to <paramref name="gradient"/>, given ∂loss/∂output in <see cref="OutputGradient"/>.</summary>
    /// <param name="gradient">Laid out as the parameters; null where only the input gradient is wanted.</param>
    /// <param name="wantInputGradient">Also write <see cref="InputGradient"/>.</param>
    public void Backward(T[]? gradient, bool wantInputGradient = false)
    {
        for (int l = Last; l >= 0; l--)
        {
            if (gradient is not null) AddLayerGradient(gradient, l, _values[l], _deltas[l], withBias: true);
            if (l > 0) Down(_deltas[l], l, _deltas[l - 1], Epilogue.TimesSlopes);
            else if (wantInputGradient) Down(_deltas[0], 0, _inputGradient);
        }
    }

    /// <summary>Writes ∂output/∂input of a network with one output to <see cref="InputGradient"/> and keeps the chain for <see cref="AddPenaltyGradient"/>.</summary>
    public void ScalarInputGradient()
    {
        _chainDeltas ??= Buffers(_net.Shape.Layers, Capacity, l => _net.Shape.LayerOutputs(l));
        if (_smooth) _chainGradients ??= Buffers(_net.Shape.Layers, Capacity, l => _net.Shape.LayerInputs(l));
        Span<T> top = Used(_chainDeltas[Last], StrideOut(Last));
        top.Clear();
        for (int row = 0; row < _rows; row++) top[row * StrideOut(Last)] = T.One;
        for (int l = Last; l > 0; l--)
        {
            if (!_smooth)
            {
                Down(_chainDeltas[l], l, _chainDeltas[l - 1], Epilogue.TimesSlopes);
                continue;
            }

            Down(_chainDeltas[l], l, _chainGradients![l]);
            Used(_chainGradients[l], StrideIn(l)).CopyTo(_chainDeltas[l - 1]);
            VectorMath.Multiply<T>(Used(_slopes[l - 1], StrideIn(l)), Used(_chainDeltas[l - 1], StrideIn(l)));
        }

        Down(_chainDeltas[0], 0, _inputGradient);
    }

    /// <summary>
    /// Adds ∂P/∂parameters to <paramref name="gradient"/>, where P is a function of the input gradient of <see cref="ScalarInputGradient"/> and
    /// <see cref="InputGradient"/> now holds ∂P/∂(input gradient).
    /// </summary>
    public void AddPenaltyGradient(T[] gradient)
    {
        T[] tangent = _inputGradient;                                         // u_(l-1) = ∂P/∂g_(l-1)
        for (int l = 0; l <= Last; l++)
        {
            AddLayerGradient(gradient, l, tangent, _chainDeltas![l], withBias: false);
            if (l == Last) break;
            Up(tangent, l, _zeros, _deltas[l], _smooth ? Epilogue.None : Epilogue.TimesSlopes); // u_l = t_l ⊙ σ'(z_l), where t_l = W_l u_(l-1)
            if (_smooth)
            {
                Curvature(l);
                VectorMath.Multiply<T>(Used(_slopes[l], StrideOut(l)), Used(_deltas[l], StrideOut(l)));
            }

            tangent = _deltas[l];
        }

        if (_smooth) BackwardCurvature(gradient);
    }

    private void Through(ReadOnlySpan<T> input, Span<T> output, Epilogue epilogue)
    {
        for (int l = 0; l < Last; l++) Up(l == 0 ? input : _values[l], l, _net.Bias(l), _values[l + 1], epilogue);
        Up(_values[Last], Last, _net.Bias(Last), output, Epilogue.None);
    }

    // ∂P/∂z_l through σ'(z_l) alone: t_l ⊙ g_l ⊙ σ''(z_l). Smooth critics are rare, so z_l is computed again and not kept.
    private void Curvature(int layer)
    {
        _curvature ??= Buffers(Last, Capacity, l => _net.Shape.LayerOutputs(l));
        Up(_values[layer], layer, _net.Bias(layer), _curvature[layer], Epilogue.SecondDerivative);
        Span<T> into = Used(_curvature[layer], StrideOut(layer));
        VectorMath.Multiply<T>(Used(_deltas[layer], StrideOut(layer)), into);
        VectorMath.Multiply<T>(Used(_chainGradients![layer + 1], StrideOut(layer)), into);
    }

    private void BackwardCurvature(T[] gradient)
    {
        for (int l = Last - 1; l >= 0; l--)
        {
            if (l < Last - 1)
            {
                Down(_curvature![l + 1], l + 1, _deltas[l], Epilogue.TimesSlopes);
                VectorMath.Add<T>(Used(_deltas[l], StrideOut(l)), Used(_curvature[l], StrideOut(l)));
            }

            AddLayerGradient(gradient, l, _values[l], _curvature![l], withBias: true);
        }
    }

    private void AddLayerGradient(T[] gradient, int l, T[] input, T[] delta, bool withBias)
    {
        int inputs = _net.Shape.LayerInputs(l);
        MatMul.Run(new MatrixProduct<T>
        {
            Left = new(input, 1, StrideIn(l)),
            Right = new(delta, StrideOut(l), Panels.Width),
            Result = new(_net.WeightsIn(gradient, l), Panels.Width, inputs * Panels.Width),
            Rows = inputs,
            Inner = _rows,
            Columns = Panels.PadToHalf(_net.Shape.LayerOutputs(l)),
        });
        if (!withBias) return;
        Span<T> bias = _net.BiasIn(gradient, l);
        for (int row = 0; row < _rows; row++) VectorMath.Add(delta.AsSpan(row * StrideOut(l), StrideOut(l)), bias);
    }

    /// <summary>into = rows · Wᵀ + start: from a layer's inputs to its sums.</summary>
    private void Up(ReadOnlySpan<T> rows, int l, ReadOnlySpan<T> start, Span<T> into, Epilogue epilogue) =>
        Multiply(rows, StrideIn(l), _net.Weights(l), _net.Shape.LayerInputs(l), start, into, _net.Shape.LayerOutputs(l), l < Last ? l : 0, epilogue);

    /// <summary>into = delta · W: from gradients at a layer's sums to those at its inputs, with the slopes of the layer below.</summary>
    private void Down(T[] delta, int l, T[] into, Epilogue epilogue = Epilogue.None) =>
        Multiply(delta, StrideOut(l), _net.Transposed(l), _net.Shape.LayerOutputs(l), _zeros, into, _net.Shape.LayerInputs(l), Math.Max(0, l - 1), epilogue);

    private void Multiply(ReadOnlySpan<T> rows, int stride, Span<T> panels, int inner, ReadOnlySpan<T> start, Span<T> into, int columns, int slopes, Epilogue epilogue) =>
        MatMul.Run(
            new MatrixProduct<T>
            {
                Left = new(rows, stride, 1),
                Right = new(panels, Panels.Width, inner * Panels.Width),
                Result = new(into, Panels.Pad(columns), Panels.Width),
                Bias = start,
                Slopes = _slopes.Length > 0 ? _slopes[slopes] : default,
                Rows = _rows,
                Inner = inner,
                Columns = Panels.PadToHalf(columns),
            },
            epilogue, _net.Shape.Activation);

    private void MakeGradientBuffers()
    {
        for (int l = 1; l <= Last; l++) _values[l] = new T[Capacity * StrideIn(l)];
        _slopes = Buffers(Last, Capacity, l => _net.Shape.LayerOutputs(l));
        _deltas = [.. Buffers(Last, Capacity, l => _net.Shape.LayerOutputs(l)), OutputGradient];
        _inputGradient = new T[Capacity * InputStride];
    }

    private int StrideIn(int layer) => Panels.Pad(_net.Shape.LayerInputs(layer));

    private int StrideOut(int layer) => Panels.Pad(_net.Shape.LayerOutputs(layer));

    private Span<T> Used(T[] buffer, int stride) => buffer.AsSpan(0, _rows * stride);

    private static T[][] Buffers(int count, int rows, Func<int, int> width) => [.. Enumerable.Range(0, count).Select(l => new T[rows * Panels.Pad(width(l))])];
}
