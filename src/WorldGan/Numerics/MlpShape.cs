namespace WorldGan.Numerics;

/// <summary>The sizes of a multilayer perceptron: a chain of linear layers with one activation between them, none after the last.</summary>
/// <param name="Inputs">Numbers in.</param>
/// <param name="Hidden">Width of every hidden layer.</param>
/// <param name="HiddenLayers">Number of hidden layers; without any the network is linear.</param>
/// <param name="Outputs">Numbers out.</param>
/// <param name="Activation">What the hidden layers do to their sums.</param>
internal sealed record MlpShape(int Inputs, int Hidden, int HiddenLayers, int Outputs, Activation Activation)
{
    /// <summary>Inputs that stand first and are given, as a critic's condition is: no gradient is asked for at them.</summary>
    public int Given { get; init; }

    /// <summary>Inputs behind the given ones.</summary>
    public int Free => Inputs - Given;

    /// <summary>L, the number of linear layers.</summary>
    public int Layers => HiddenLayers + 1;

    /// <summary>Inputs of linear layer <paramref name="layer"/>.</summary>
    public int LayerInputs(int layer) => layer == 0 ? Inputs : Hidden;

    /// <summary>Outputs of linear layer <paramref name="layer"/>.</summary>
    public int LayerOutputs(int layer) => layer == HiddenLayers ? Outputs : Hidden;

    /// <summary>Where the weights of a layer begin: panels of 16 outputs, each [inputs, 16], followed by the padded bias.</summary>
    public int WeightOffset(int layer) => layer == 0 ? 0 : (Inputs + 1 + (layer - 1) * (Hidden + 1)) * Panels.Pad(Hidden);

    /// <summary>Length of a layer's weights with padding.</summary>
    public int WeightLength(int layer) => LayerInputs(layer) * Panels.Pad(LayerOutputs(layer));

    /// <summary>Length of all parameters with padding.</summary>
    public int ParameterLength => WeightOffset(HiddenLayers) + (LayerInputs(HiddenLayers) + 1) * Panels.Pad(Outputs);
}
