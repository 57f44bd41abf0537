using System.Numerics;

namespace WorldGan.Numerics;

/// <summary>
/// One pass of a batch through a perceptron and back, with buffers for up to <c>capacity</c> rows that are made once and reused.
/// Call <see cref="Forward"/>, then any of the gradients of that batch.
/// </summary>
/// <remarks>
/// For layers z_l = W_l h_(l-1) + b_l, h_l = σ(z_l): <see cref="Backward"/> is the usual chain. The gradient of a penalty on the input gradient
/// g = ∂f/∂x needs no tape (derivation in README.md): g is itself a backward pass; its own gradient is a forward pass through the transposed chain.
/// </remarks>
internal sealed class MlpPass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mlp<T> _net;
    private readonly T[][] _sums;                        // z_l of hidden layers, and the output
    private readonly T[][] _values;                      // h_l, where h_0 is the input
    private readonly T[][] _deltas;                      // gradient at z_l
    private readonly T[] _inputGradient;
    private readonly T[] _zeros;                         // the start of chains without a bias
    private T[][]? _chainGradients, _chainDeltas, _curvature; // of the penalty: g_l, δ_l and the σ'' terms
    private int _rows;

    public MlpPass(Mlp<T> net, int capacity)
    {
        _net = net;
        Capacity = capacity;
        MlpShape shape = net.Shape;
        _sums = Buffers(l => shape.LayerOutputs(l));
        _deltas = Buffers(l => shape.LayerOutputs(l));
        _values = Buffers(l => shape.LayerInputs(l));
        _inputGradient = new T[capacity * InputStride];
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

    /// <summary>[capacity, OutputStride] written by <see cref="Forward"/>.</summary>
    public T[] Output => _sums[^1];

    /// <summary>[capacity, OutputStride] to be filled before <see cref="Backward"/>; padding must stay zero.</summary>
    public T[] OutputGradient => _deltas[^1];

    /// <summary>[capacity, InputStride] written by <see cref="Backward"/> on demand and by <see cref="ScalarInputGradient"/>.</summary>
    public T[] InputGradient => _inputGradient;

    private int Last => _net.Shape.Layers - 1;

    /// <summary>Computes the outputs of the first <paramref name="rows"/> inputs.</summary>
    public void Forward(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Capacity);
        _rows = rows;
        for (int l = 0; l <= Last; l++)
        {
            Multiply(_values[l], StrideIn(l), _net.Weights(l), _net.Shape.LayerInputs(l), _net.Bias(l), _sums[l], StrideOut(l));
            if (l < Last) Activations.Apply(_net.Shape.Activation, Used(_sums[l], StrideOut(l)), Used(_values[l + 1], StrideOut(l)));
        }
    }

    /// <summary>Adds ∂loss/∂parameters to <paramref name="gradient"/>, given ∂loss/∂output in <see cref="OutputGradient"/>.</summary>
    /// <param name="gradient">Laid out as the parameters; null where only the input gradient is wanted.</param>
    /// <param name="wantInputGradient">Also write <see cref="InputGradient"/>.</param>
    public void Backward(T[]? gradient, bool wantInputGradient = false)
    {
        for (int l = Last; l >= 0; l--)
        {
            if (gradient is not null) AddLayerGradient(gradient, l, _values[l], _deltas[l], withBias: true);
            if (l == 0 && !wantInputGradient) return;
            T[] below = l == 0 ? _inputGradient : _deltas[l - 1];
            MultiplyTransposed(_deltas[l], l, below);
            if (l > 0) TimesDerivative(l - 1, below);
        }
    }

    /// <summary>Writes ∂output/∂input of a network with one output to <see cref="InputGradient"/> and keeps the chain for <see cref="AddPenaltyGradient"/>.</summary>
    public void ScalarInputGradient()
    {
        _chainDeltas ??= Buffers(l => _net.Shape.LayerOutputs(l));
        _chainGradients ??= Buffers(l => _net.Shape.LayerInputs(l));
        Span<T> top = Used(_chainDeltas[Last], StrideOut(Last));
        top.Clear();
        for (int row = 0; row < _rows; row++) top[row * StrideOut(Last)] = T.One;
        for (int l = Last; l >= 0; l--)
        {
            MultiplyTransposed(_chainDeltas[l], l, _chainGradients[l]);
            if (l == 0) break;
            Used(_chainGradients[l], StrideIn(l)).CopyTo(_chainDeltas[l - 1]);
            TimesDerivative(l - 1, _chainDeltas[l - 1]);
        }

        Used(_chainGradients[0], InputStride).CopyTo(_inputGradient);
    }

    /// <summary>
    /// Adds ∂P/∂parameters to <paramref name="gradient"/>, where P is a function of the input gradient of <see cref="ScalarInputGradient"/> and
    /// <see cref="InputGradient"/> now holds ∂P/∂(input gradient).
    /// </summary>
    public void AddPenaltyGradient(T[] gradient)
    {
        bool smooth = Activations.IsSmooth(_net.Shape.Activation);
        T[] tangent = _inputGradient;                                         // u_(l-1) = ∂P/∂g_(l-1)
        for (int l = 0; l <= Last; l++)
        {
            AddLayerGradient(gradient, l, tangent, _chainDeltas![l], withBias: false);
            if (l == Last) break;
            Multiply(tangent, StrideIn(l), _net.Weights(l), _net.Shape.LayerInputs(l), _zeros, _deltas[l], StrideOut(l)); // t_l = W_l u_(l-1)
            if (smooth) Curvature(l);
            TimesDerivative(l, _deltas[l]);                                   // u_l = t_l ⊙ σ'(z_l)
            tangent = _deltas[l];
        }

        if (smooth) BackwardCurvature(gradient);
    }

    // ∂P/∂z_l through σ'(z_l) alone: t_l ⊙ g_l ⊙ σ''(z_l).
    private void Curvature(int layer)
    {
        _curvature ??= Buffers(l => _net.Shape.LayerOutputs(l));
        Span<T> into = Used(_curvature[layer], StrideOut(layer));
        ReadOnlySpan<T> t = _deltas[layer], g = _chainGradients![layer + 1];
        for (int i = 0; i < into.Length; i++) into[i] = t[i] * g[i];
        Activations.MultiplyBySecondDerivative(_net.Shape.Activation, Used(_sums[layer], StrideOut(layer)), into);
    }

    private void BackwardCurvature(T[] gradient)
    {
        for (int l = Last - 1; l >= 0; l--)
        {
            T[] delta = _curvature![l];
            if (l < Last - 1)
            {
                MultiplyTransposed(_curvature[l + 1], l + 1, _deltas[l]);
                TimesDerivative(l, _deltas[l]);
                for (int i = 0; i < _rows * StrideOut(l); i++) delta[i] += _deltas[l][i];
            }

            AddLayerGradient(gradient, l, _values[l], delta, withBias: true);
        }
    }

    private void AddLayerGradient(T[] gradient, int l, T[] input, T[] delta, bool withBias)
    {
        int inputs = _net.Shape.LayerInputs(l);
        MatMul.Run(new LeftFactor<T>(input, 1, StrideIn(l)), new PanelMatrix<T>(delta, StrideOut(l), Panels.Width),
            new PanelMatrix<T>(_net.WeightsIn(gradient, l), Panels.Width, inputs * Panels.Width), [], inputs, _rows, StrideOut(l));
        if (!withBias) return;
        Span<T> bias = _net.BiasIn(gradient, l);
        for (int row = 0; row < _rows; row++) VectorMath.Add(delta.AsSpan(row * StrideOut(l), StrideOut(l)), bias);
    }

    private void MultiplyTransposed(T[] delta, int l, T[] into) =>
        Multiply(delta, StrideOut(l), _net.Transposed(l), _net.Shape.LayerOutputs(l), _zeros, into, StrideIn(l));

    private void Multiply(T[] rows, int rowStride, Span<T> panels, int inner, ReadOnlySpan<T> bias, T[] into, int intoStride) =>
        MatMul.Run(new LeftFactor<T>(rows, rowStride, 1), new PanelMatrix<T>(panels, Panels.Width, inner * Panels.Width),
            new PanelMatrix<T>(into, intoStride, Panels.Width), bias, _rows, inner, intoStride);

    private void TimesDerivative(int hidden, T[] gradient) =>
        Activations.MultiplyByDerivative(_net.Shape.Activation, Used(_sums[hidden], StrideOut(hidden)), Used(gradient, StrideOut(hidden)));

    private int StrideIn(int layer) => Panels.Pad(_net.Shape.LayerInputs(layer));

    private int StrideOut(int layer) => Panels.Pad(_net.Shape.LayerOutputs(layer));

    private Span<T> Used(T[] buffer, int stride) => buffer.AsSpan(0, _rows * stride);

    private T[][] Buffers(Func<int, int> width) => [.. Enumerable.Range(0, _net.Shape.Layers).Select(l => new T[Capacity * Panels.Pad(width(l))])];
}
