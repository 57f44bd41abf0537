using System.Numerics;

namespace WorldGan.Numerics;

/// <summary>The gradient of one linear layer: what each row's input and the gradient at its sums say of the parameters, added up row after row.</summary>
/// <param name="net">The network of the layer.</param>
internal sealed class LayerGradient<T>(Mlp<T> net)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int FewOutputs = 4;                      // with more the lanes of half a panel are filled better

    private static readonly T[] One = [T.One];

    private readonly AlignedBuffer<T> _turned = new(FewOutputs * Panels.Pad(Math.Max(net.Shape.Inputs, net.Shape.Hidden)));

    /// <summary>Weights' gradient += inputᵀ · delta.</summary>
    /// <param name="gradient">Laid out as the parameters.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[rows, inputs] padded.</param>
    /// <param name="delta">[rows, outputs] padded, the gradient at the layer's sums.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="skipped">Inputs of the layer that stand before those of <paramref name="input"/>.</param>
    public void AddWeights(Span<T> gradient, int layer, Span<T> input, Span<T> delta, int rows, int skipped = 0)
    {
        Span<T> weights = net.WeightsIn(gradient, layer)[(skipped * Panels.Width)..];
        int all = net.Shape.LayerInputs(layer), inputs = all - skipped, outputs = net.Shape.LayerOutputs(layer);
        if (outputs <= FewOutputs) AddTurned(weights, input, inputs, delta, outputs, rows);
        else Add(input, 1, Panels.Pad(inputs), delta, Panels.Pad(outputs), weights, Panels.Width, all * Panels.Width, inputs, rows, outputs);
    }

    /// <summary>Bias' gradient += sum of the rows of delta, which is their product with a row of ones.</summary>
    /// <inheritdoc cref="AddWeights"/>
    public void AddBias(Span<T> gradient, int layer, Span<T> delta, int rows)
    {
        int outputs = net.Shape.LayerOutputs(layer);
        Add(One, 0, 0, delta, Panels.Pad(outputs), net.BiasIn(gradient, layer), 0, Panels.Width, 1, rows, outputs);
    }

    // Few outputs would leave most lanes of a vector empty. Turned round the lanes are the inputs, and every chain is the same.
    private void AddTurned(Span<T> weights, Span<T> input, int inputs, Span<T> delta, int outputs, int rows)
    {
        int stride = Panels.Pad(inputs);
        Span<T> turned = _turned.Span;
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < inputs; i++) turned[o * stride + i] = weights[i * Panels.Width + o];
        Add(delta, 1, Panels.Pad(outputs), input, stride, turned, stride, Panels.Width, outputs, rows, inputs);
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < inputs; i++) weights[i * Panels.Width + o] = turned[o * stride + i];
    }

    private static void Add(
        ReadOnlySpan<T> left, int leftRow, int leftColumn, Span<T> right, int rightRow, Span<T> into, int intoRow, int intoPanel, int rows, int inner, int columns) =>
        MatMul.Run(new MatrixProduct<T>
        {
            Left = new(left, leftRow, leftColumn),
            Right = new(right, rightRow, Panels.Width),
            Result = new(into, intoRow, intoPanel),
            Rows = rows,
            Inner = inner,
            Columns = Panels.PadToHalf(columns),
        });
}
