using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class MlpTests
{
    private static readonly MlpShape Shape = new(5, 20, 2, 3, Activation.Silu);

    [Fact]
    public void Weights_and_biases_each_have_a_place_of_their_own()
    {
        int[] places = [.. ReferenceMlp.Places(Shape)];
        Assert.Equal(5 * 20 + 20 + 20 * 20 + 20 + 20 * 3 + 3, places.Length);
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place, 0, Shape.ParameterLength - 1));
    }

    [Fact]
    public void The_first_weights_fill_plus_and_minus_one_over_the_root_of_the_inputs()
    {
        Mlp<float> net = Fresh(lastLayerScale: 0.1);
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            float bound = (layer == 2 ? 0.1f : 1) / MathF.Sqrt(Shape.LayerInputs(layer));
            float[] numbers = [.. net.Weights(layer), .. net.Bias(layer)];
            Assert.InRange(numbers.Max(), 0.9f * bound, bound);
            Assert.InRange(numbers.Min(), -bound, -0.9f * bound);
        }
    }

    [Fact]
    public void The_same_stream_gives_the_same_first_weights() => Same.Bits(Fresh().Parameters, Fresh().Parameters);

    [Fact]
    public void Padding_is_zero_at_first_and_after_any_steps()
    {
        var learner = new Learner(Shape, new RandomStream(1, RandomPurpose.Weights));
        var pass = new MlpPass<float>(learner.Net, 8);
        HashSet<int> places = [.. ReferenceMlp.Places(Shape)];
        for (int step = 0; step < 5; step++)
        {
            for (int row = 0; row < 8; row++) Draws.Singles(5, (ulong)(step * 8 + row)).CopyTo(pass.Input[(row * pass.InputStride)..]);
            pass.Forward(0, 8);
            for (int row = 0; row < 8; row++) Draws.Singles(3, (ulong)row).CopyTo(pass.OutputGradient[(row * pass.OutputStride)..]);
            pass.Backward(learner.Gradient);
            learner.Descend(0.01f);
            for (int i = 0; i < Shape.ParameterLength; i++) Assert.Equal(places.Contains(i), learner.Net.Parameters[i] != 0);
        }
    }

    [Fact]
    public void The_transposed_weights_follow_the_parameters()
    {
        Mlp<float> net = Fresh();
        for (int layer = 0; layer < Shape.Layers; layer++)
            for (int o = 0; o < Shape.LayerOutputs(layer); o++)
                for (int i = 0; i < Shape.LayerInputs(layer); i++)
                    Assert.Equal(net.Weights(layer)[net.WeightIndex(layer, o, i)], net.Transposed(layer)[(i / 16 * Shape.LayerOutputs(layer) + o) * 16 + i % 16]);
    }

    private static Mlp<float> Fresh(double lastLayerScale = 1)
    {
        var net = new Mlp<float>(Shape);
        net.Initialize(new RandomStream(1, RandomPurpose.Weights), lastLayerScale);
        return net;
    }
}
