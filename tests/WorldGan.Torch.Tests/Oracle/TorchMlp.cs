using System.Numerics;
using WorldGan.Numerics;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>A perceptron of the CPU engine as tensors that are differentiated: the same weights, in layers [out, in].</summary>
internal sealed class TorchMlp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Mlp<T> _net;
    private readonly Tensor[] _weights, _biases;

    public TorchMlp(Mlp<T> net)
    {
        _net = net;
        _weights = [.. Enumerable.Range(0, net.Shape.Layers).Select(Weight)];
        _biases = [.. Enumerable.Range(0, net.Shape.Layers).Select(layer => Numbers.Of<T>(net.Bias(layer)[..net.Shape.LayerOutputs(layer)], net.Shape.LayerOutputs(layer)).requires_grad_())];
    }

    /// <summary>[B, outputs] of [B, inputs].</summary>
    public Tensor Forward(Tensor input)
    {
        var values = input;
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            values = nn.functional.linear(values, _weights[layer], _biases[layer]);
            if (layer < _weights.Length - 1) values = Activate(_net.Shape.Activation, values);
        }
        return values;
    }

    /// <summary>∂loss/∂parameters in the layout of the engine, after <c>backward</c>; what padding there is stays zero.</summary>
    public T[] Gradient()
    {
        var gradient = new T[_net.Shape.ParameterLength];
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            T[] weight = Numbers.Back<T>(_weights[layer].grad!), bias = _biases[layer].grad is { } grad ? Numbers.Back<T>(grad) : [];
            int inputs = _net.Shape.LayerInputs(layer);
            for (int i = 0; i < weight.Length; i++) _net.WeightsIn(gradient, layer)[_net.WeightIndex(layer, i / inputs, i % inputs)] = weight[i];
            bias.CopyTo(_net.BiasIn(gradient, layer));
        }
        return gradient;
    }

    private Tensor Weight(int layer)
    {
        int inputs = _net.Shape.LayerInputs(layer), outputs = _net.Shape.LayerOutputs(layer);
        var weight = new T[outputs * inputs];
        for (int i = 0; i < weight.Length; i++) weight[i] = _net.Weights(layer)[_net.WeightIndex(layer, i / inputs, i % inputs)];
        return Numbers.Of<T>(weight, outputs, inputs).requires_grad_();
    }

    private static Tensor Activate(Activation activation, Tensor sums) => activation switch
    {
        Activation.Relu => sums.relu(),
        Activation.LeakyRelu => sums.leaky_relu((double)LeakyRelu.Slope),
        Activation.Silu => sums.silu(),
        Activation.Tanh => sums.tanh(),
        Activation.Sigmoid => sums.sigmoid(),
        Activation.Softplus => sums.softplus(threshold: 1000),  // torch's default leaves the curve at 20
        Activation.Elu => sums.elu(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };
}
