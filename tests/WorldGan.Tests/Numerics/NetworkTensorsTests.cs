using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public class NetworkTensorsTests
{
    private static readonly MlpShape Shape = new(5, 20, 1, 3, Activation.Silu);

    [Fact]
    public void A_network_comes_back_bit_for_bit_and_ready_to_use()
    {
        Mlp<float> net = Fresh(), read = new(Shape);
        NetworkTensors.Read(File(net), "net", read);
        Same.Bits(net.Parameters, read.Parameters);
        Same.Bits<float>(net.Transposed(1), read.Transposed(1));
    }

    [Fact]
    public void Weights_lie_as_torch_keeps_them()
    {
        Mlp<float> net = Fresh();
        SafetensorsFile file = File(net);
        Assert.Equal(["net.0.bias", "net.0.weight", "net.1.bias", "net.1.weight"], file.Tensors.Keys.Order(StringComparer.Ordinal));
        float[] weight = file.Get<float>("net.0.weight", 20, 5);
        Assert.Equal(net.Weights(0)[net.WeightIndex(0, 17, 2)], weight[17 * 5 + 2]);
        Assert.Equal(net.Bias(1)[2], file.Get<float>("net.1.bias", 3)[2]);
    }

    [Fact]
    public void A_network_of_another_shape_is_refused() =>
        Assert.Equal("new file: tensor 'net.0.weight': expected F32 [20, 6], got F32 [20, 5].",
            Assert.Throws<InvalidDataException>(() => NetworkTensors.Read(File(Fresh()), "net", new Mlp<float>(Shape with { Inputs = 6 }))).Message);

    private static SafetensorsFile File(Mlp<float> net)
    {
        var tensors = new Dictionary<string, Tensor>();
        NetworkTensors.Add(tensors, "net", net);
        return new SafetensorsFile(tensors, new Dictionary<string, string>());
    }

    private static Mlp<float> Fresh()
    {
        var net = new Mlp<float>(Shape);
        net.Initialize(new RandomStream(1, RandomPurpose.Weights));
        return net;
    }
}
