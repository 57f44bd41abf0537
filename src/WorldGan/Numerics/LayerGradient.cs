using System.Numerics;
using System.Runtime.InteropServices;

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
    public void AddWeights(Span<T> gradient, int layer, Span<T> input, Span<T> delta, int rows, int skipped = 0) =>
        AddProducts(net.WeightsIn(gradient, layer), layer, input, delta, rows, skipped);

    /// <summary><see cref="AddWeights"/> to sums of their own, which are laid out as the layer's weights.</summary>
    public void AddProducts(Span<T> sums, int layer, Span<T> input, Span<T> delta, int rows, int skipped)
    {
        Span<T> weights = sums[(skipped * Panels.Width)..];
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

    /// <summary>
    /// Of a network with one output w · σ(W h + b): gradient of W += w ⊙ sums, gradient of w += rows of W · those of sums.
    /// </summary>
    /// <param name="gradient">Laid out as the parameters.</param>
    /// <param name="sums">Laid out as W, the weights of the last layer but one; zero where there is padding.</param>
    public void AddBelowOutput(Span<T> gradient, ReadOnlySpan<T> sums)
    {
        int last = net.Shape.HiddenLayers, inputs = net.Shape.LayerInputs(last - 1), vectors = Panels.Width / Vector<T>.Count;
        ReadOnlySpan<Vector<T>> weights = Vectors(net.Weights(last - 1)), products = MemoryMarshal.Cast<T, Vector<T>>(sums);
        Span<Vector<T>> below = Vectors(net.WeightsIn(gradient, last - 1));
        Span<T> output = net.Weights(last), above = net.WeightsIn(gradient, last), lanes = stackalloc T[Vector<T>.Count];
        for (int first = 0; first < net.Shape.Hidden; first += lanes.Length)
        {
            int count = Math.Min(lanes.Length, net.Shape.Hidden - first), at = first / Panels.Width * inputs * vectors + first % Panels.Width / lanes.Length;
            for (int j = 0; j < count; j++) lanes[j] = output[(first + j) * Panels.Width];
            Vector<T> factor = new(lanes), dot = Vector<T>.Zero;
            for (int i = 0; i < inputs; i++, at += vectors)
            {
                below[at] += factor * products[at];
                dot += weights[at] * products[at];
            }

            for (int j = 0; j < count; j++) above[(first + j) * Panels.Width] += dot[j];
        }
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

    private static Span<Vector<T>> Vectors(Span<T> numbers) => MemoryMarshal.Cast<T, Vector<T>>(numbers);

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
