using WorldGan.Numerics;

namespace WorldGan.Torch.Networks;

/// <summary>
/// Where the weights of a network stand in one row of numbers on a device: of each layer the weights [inputs, outputs], then the bias [outputs]. The library keeps
/// the same numbers in panels.
/// </summary>
internal sealed class FlatLayout
{
    private const int Alignment = 32;                      // floats: the rows of several networks begin where a device likes to read

    private readonly MlpShape _shape;
    private readonly int[] _weights;                       // [layers] where they begin
    private readonly int[] _panels;                        // [Used] where each number of a row stands in panels

    public FlatLayout(MlpShape shape)
    {
        _shape = shape;
        _weights = new int[shape.Layers + 1];
        for (int layer = 0; layer < shape.Layers; layer++) _weights[layer + 1] = _weights[layer] + (shape.LayerInputs(layer) + 1) * shape.LayerOutputs(layer);
        Used = _weights[^1];
        Length = (Used + Alignment - 1) / Alignment * Alignment;
        _panels = new int[Used];
        var net = new Mlp<float>(shape);
        for (int layer = 0; layer < shape.Layers; layer++) Locate(net, layer);
    }

    /// <summary>Numbers of a network.</summary>
    public int Used { get; }

    /// <summary>Numbers of a row: those of a network, and zeros.</summary>
    public int Length { get; }

    /// <summary>Where the weights of a layer begin.</summary>
    public int WeightsOf(int layer) => _weights[layer];

    /// <summary>Where the bias of a layer begins.</summary>
    public int BiasOf(int layer) => _weights[layer] + _shape.LayerInputs(layer) * _shape.LayerOutputs(layer);

    /// <summary>From panels to a row.</summary>
    public void ToRow(ReadOnlySpan<float> panels, Span<float> row)
    {
        for (int i = 0; i < Used; i++) row[i] = panels[_panels[i]];
    }

    /// <summary>From a row to panels.</summary>
    public void ToPanels(ReadOnlySpan<float> row, Span<float> panels)
    {
        for (int i = 0; i < Used; i++) panels[_panels[i]] = row[i];
    }

    private void Locate(Mlp<float> net, int layer)
    {
        int inputs = _shape.LayerInputs(layer), outputs = _shape.LayerOutputs(layer), first = _shape.WeightOffset(layer);
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++) _panels[WeightsOf(layer) + i * outputs + o] = first + net.WeightIndex(layer, o, i);
            _panels[BiasOf(layer) + o] = first + _shape.WeightLength(layer) + o;
        }
    }
}
