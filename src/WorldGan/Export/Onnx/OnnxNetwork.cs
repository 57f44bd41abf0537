using WorldGan.Numerics;

namespace WorldGan.Export.Onnx;

/// <summary>Networks of one shape, side by side.</summary>
internal static class OnnxNetwork
{
    /// <summary>What each of the networks makes of the same rows.</summary>
    /// <param name="input">[B, inputs] the rows.</param>
    /// <param name="name">Their name in the file.</param>
    /// <param name="networks">M networks of one shape.</param>
    /// <returns>[M, B, outputs].</returns>
    public static OnnxValue Run(OnnxValue input, string name, IReadOnlyList<Mlp<float>> networks)
    {
        MlpShape shape = networks[0].Shape;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            int inputs = shape.LayerInputs(layer), outputs = shape.LayerOutputs(layer);
            OnnxValue weight = input.Graph.Numbers($"{name}.{layer}.weight", [.. networks.SelectMany(net => Weight(net, layer))], networks.Count, inputs, outputs);
            OnnxValue bias = input.Graph.Numbers($"{name}.{layer}.bias", [.. networks.SelectMany(net => net.Bias(layer)[..outputs].ToArray())], networks.Count, 1, outputs);
            input = input.Apply("MatMul", weight) + bias;
            if (layer < shape.Layers - 1) input = Activate(input, shape.Activation);
        }

        return input;
    }

    private static OnnxValue Activate(OnnxValue sum, Activation activation) =>
        activation == Activation.Silu ? sum * sum.Apply("Sigmoid") : throw new NotSupportedException($"Expected networks with {Activation.Silu}, as all that worlds and policies keep have, got {activation}.");

    // [inputs, outputs]
    private static float[] Weight(Mlp<float> net, int layer)
    {
        int inputs = net.Shape.LayerInputs(layer), outputs = net.Shape.LayerOutputs(layer);
        var weight = new float[inputs * outputs];
        for (int i = 0; i < inputs; i++)
            for (int o = 0; o < outputs; o++) weight[i * outputs + o] = net.Weights(layer)[net.WeightIndex(layer, o, i)];
        return weight;
    }
}
