using System.Numerics;

namespace WorldGan.Numerics;

/// <summary>The parameters of a multilayer perceptron in one flat array, so that optimisers, averages and checkpoints are one loop.</summary>
/// <remarks>Products read copies that begin cache lines, as they are and transposed; both follow <see cref="Parameters"/> when <see cref="ParametersChanged"/> says so.</remarks>
internal sealed class Mlp<T>(MlpShape shape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _aligned = new(shape.ParameterLength);
    private readonly AlignedBuffer<T>[] _transposed =
        [.. Enumerable.Range(0, shape.Layers).Select(l => new AlignedBuffer<T>(shape.LayerOutputs(l) * Panels.Pad(shape.LayerInputs(l))))];

    public MlpShape Shape { get; } = shape;

    /// <summary>[ParameterLength] weights and biases of all layers. Call <see cref="ParametersChanged"/> after writing here.</summary>
    public T[] Parameters { get; } = new T[shape.ParameterLength];

    /// <summary>[inputs, outputs] in panels, for products.</summary>
    public ReadOnlySpan<T> Weights(int layer) => WeightsIn(_aligned.Span, layer);

    /// <summary>[outputs] padded, for products.</summary>
    public ReadOnlySpan<T> Bias(int layer) => BiasIn(_aligned.Span, layer);

    /// <summary>The layer's weights transposed, [outputs, inputs] in panels, for gradients that flow back.</summary>
    public ReadOnlySpan<T> Transposed(int layer) => _transposed[layer].Span;

    /// <summary>The place of a layer's weights in any numbers laid out as the parameters are, such as a gradient.</summary>
    public Span<T> WeightsIn(Span<T> flat, int layer) => flat.Slice(Shape.WeightOffset(layer), Shape.WeightLength(layer));

    /// <summary>The place of a layer's bias in any numbers laid out as the parameters are.</summary>
    public Span<T> BiasIn(Span<T> flat, int layer) => flat.Slice(Shape.WeightOffset(layer) + Shape.WeightLength(layer), Panels.Pad(Shape.LayerOutputs(layer)));

    /// <summary>Weight and bias uniform in ±1/√inputs, as torch.nn.Linear draws them; the last layer is multiplied by <paramref name="lastLayerScale"/>.</summary>
    public void Initialize(RandomStream random, double lastLayerScale = 1)
    {
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            int inputs = Shape.LayerInputs(layer), outputs = Shape.LayerOutputs(layer);
            double bound = 1 / Math.Sqrt(inputs) * (layer == Shape.Layers - 1 ? lastLayerScale : 1);
            Span<T> weights = WeightsIn(Parameters, layer), bias = BiasIn(Parameters, layer);
            for (int o = 0; o < outputs; o++)
            {
                for (int i = 0; i < inputs; i++) weights[WeightIndex(layer, o, i)] = T.CreateTruncating(bound * (2 * random.NextDouble() - 1));
                bias[o] = T.CreateTruncating(bound * (2 * random.NextDouble() - 1));
            }
        }

        ParametersChanged();
    }

    /// <summary>Where the weight from input <paramref name="input"/> to output <paramref name="output"/> lies within its layer.</summary>
    public int WeightIndex(int layer, int output, int input) =>
        (output / Panels.Width * Shape.LayerInputs(layer) + input) * Panels.Width + output % Panels.Width;

    /// <summary>Refreshes what is derived from the parameters.</summary>
    public void ParametersChanged()
    {
        Parameters.CopyTo(_aligned.Span);
        for (int layer = 0; layer < Shape.Layers; layer++)
            Panels.Transpose(Weights(layer), Shape.LayerInputs(layer), Shape.LayerOutputs(layer), _transposed[layer].Span);
    }
}
