using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

/// <summary>A perceptron by the book, one row at a time with the platform's functions: what the engine's passes are compared with.</summary>
internal static class ReferenceMlp
{
    public static double[] Forward(Mlp<double> net, ReadOnlySpan<double> input)
    {
        double[] values = input[..net.Shape.Inputs].ToArray();
        for (int layer = 0; layer < net.Shape.Layers; layer++)
        {
            var next = new double[net.Shape.LayerOutputs(layer)];
            for (int o = 0; o < next.Length; o++)
            {
                next[o] = net.Bias(layer)[o];
                for (int i = 0; i < values.Length; i++) next[o] += net.Weights(layer)[net.WeightIndex(layer, o, i)] * values[i];
                if (layer < net.Shape.HiddenLayers) next[o] = Value(net.Shape.Activation, next[o]);
            }

            values = next;
        }

        return values;
    }

    /// <summary>Places of the weights and biases that are no padding.</summary>
    public static IEnumerable<int> Places(MlpShape shape)
    {
        var net = new Mlp<double>(shape);
        for (int layer = 0; layer < shape.Layers; layer++)
            for (int o = 0; o < shape.LayerOutputs(layer); o++)
            {
                for (int i = 0; i < shape.LayerInputs(layer); i++) yield return shape.WeightOffset(layer) + net.WeightIndex(layer, o, i);
                yield return shape.WeightOffset(layer) + shape.WeightLength(layer) + o;
            }
    }

    /// <summary>An activation by its formula.</summary>
    public static double Value(Activation activation, double x) => activation switch
    {
        Activation.Relu => x > 0 ? x : 0,
        Activation.LeakyRelu => x > 0 ? x : 0.2f * x,
        Activation.Silu => double.IsNegativeInfinity(x) ? 0 : x / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Softplus => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x)),
        Activation.Elu => x > 0 ? x : Math.Exp(x) - 1,
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };
}
