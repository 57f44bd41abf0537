namespace WorldGan.Numerics;

/// <summary>Networks as tensors for a file: weight [out, in] and bias [out] of each layer, as torch.nn.Linear keeps them.</summary>
internal static class NetworkTensors
{
    /// <summary>Adds the layers as <c>name.layer.weight</c> and <c>name.layer.bias</c>.</summary>
    public static void Add(IDictionary<string, Tensor> tensors, string name, Mlp<float> net)
    {
        for (int layer = 0; layer < net.Shape.Layers; layer++)
        {
            int inputs = net.Shape.LayerInputs(layer), outputs = net.Shape.LayerOutputs(layer);
            var weight = new float[outputs * inputs];
            for (int o = 0; o < outputs; o++)
                for (int i = 0; i < inputs; i++) weight[o * inputs + i] = net.Weights(layer)[net.WeightIndex(layer, o, i)];
            tensors[$"{name}.{layer}.weight"] = Tensor.Of(weight, outputs, inputs);
            tensors[$"{name}.{layer}.bias"] = Tensor.Of(net.Bias(layer)[..outputs].ToArray(), outputs);
        }
    }

    /// <summary>Reads the layers back.</summary>
    /// <exception cref="InvalidDataException">A layer is missing or of another shape.</exception>
    public static void Read(SafetensorsFile file, string name, Mlp<float> net)
    {
        for (int layer = 0; layer < net.Shape.Layers; layer++)
        {
            int inputs = net.Shape.LayerInputs(layer), outputs = net.Shape.LayerOutputs(layer);
            float[] weight = file.Get<float>($"{name}.{layer}.weight", outputs, inputs);
            for (int o = 0; o < outputs; o++)
                for (int i = 0; i < inputs; i++) net.Weights(layer)[net.WeightIndex(layer, o, i)] = weight[o * inputs + i];
            file.Get<float>($"{name}.{layer}.bias", outputs).CopyTo(net.Bias(layer));
        }

        net.ParametersChanged();
    }
}
