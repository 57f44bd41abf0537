using System.Numerics;

namespace WorldGan.Numerics;

/// <summary>The parameters of a multilayer perceptron in one flat array, so that optimisers, averages and checkpoints are one loop.</summary>
internal sealed class Mlp<T>(MlpShape shape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[][]? _transposed;                            // made for networks that gradients go back through

    private int _transposedVersion;

    public MlpShape Shape { get; } = shape;

    /// <summary>[ParameterLength] weights and biases of all layers. Call <see cref="ParametersChanged"/> after writing here.</summary>
    public T[] Parameters { get; } = new T[shape.ParameterLength];

    public Span<T> Weights(int layer) => WeightsIn(Parameters, layer);

    public Span<T> Bias(int layer) => BiasIn(Parameters, layer);

    /// <summary>The place of a layer's weights in any numbers laid out as the parameters are, such as a gradient.</summary>
    public Span<T> WeightsIn(Span<T> flat, int layer) => flat.Slice(Shape.WeightOffset(layer), Shape.WeightLength(layer));

    /// <summary>The place of a layer's bias in any numbers laid out as the parameters are.</summary>
    public Span<T> BiasIn(Span<T> flat, int layer) => flat.Slice(Shape.WeightOffset(layer) + Shape.WeightLength(layer), Panels.Pad(Shape.LayerOutputs(layer)));

    /// <summary>The layer's weights transposed, [outputs, inputs] in panels, for gradients that flow back. Given inputs of the network are left out.</summary>
    public Span<T> Transposed(int layer)
    {
        if (_transposed is null || _transposedVersion != Version) _transposed = Transpose();
        return _transposed[layer];
    }

    /// <summary>Weight and bias uniform in ±1/√inputs, as torch.nn.Linear draws them; the last layer is multiplied by <paramref name="lastLayerScale"/>.</summary>
    public void Initialize(RandomStream random, double lastLayerScale = 1)
    {
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            int inputs = Shape.LayerInputs(layer), outputs = Shape.LayerOutputs(layer);
            double bound = 1 / Math.Sqrt(inputs) * (layer == Shape.Layers - 1 ? lastLayerScale : 1);
            for (int o = 0; o < outputs; o++)
            {
                for (int i = 0; i < inputs; i++) Weights(layer)[WeightIndex(layer, o, i)] = T.CreateTruncating(bound * (2 * random.NextDouble() - 1));
                Bias(layer)[o] = T.CreateTruncating(bound * (2 * random.NextDouble() - 1));
            }
        }

        ParametersChanged();
    }

    /// <summary>Where the weight from input <paramref name="input"/> to output <paramref name="output"/> lies within its layer.</summary>
    public int WeightIndex(int layer, int output, int input) =>
        (output / Panels.Width * Shape.LayerInputs(layer) + input) * Panels.Width + output % Panels.Width;

    /// <summary>How often the parameters changed: whoever keeps a copy sees that it is stale.</summary>
    public int Version { get; private set; }

    /// <summary>To be called after the parameters were written: what is derived from them is stale.</summary>
    public void ParametersChanged() => Version++;

    private T[][] Transpose()
    {
        T[][] transposed = _transposed ?? [.. Enumerable.Range(0, Shape.Layers).Select(l => new T[Shape.LayerOutputs(l) * Panels.Pad(Shape.LayerInputs(l) - Given(l))])];
        for (int layer = 0; layer < Shape.Layers; layer++)
            Panels.Transpose<T>(Weights(layer), Shape.LayerInputs(layer), Shape.LayerOutputs(layer), transposed[layer], Given(layer));
        _transposedVersion = Version;
        return transposed;
    }

    private int Given(int layer) => layer == 0 ? Shape.Given : 0;
}
