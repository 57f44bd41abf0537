using WorldGan.Numerics;

namespace WorldGan.Benchmarks.Workloads;

/// <summary>Networks with their first weights.</summary>
internal static class Fresh
{
    /// <summary>A network; another <paramref name="index"/> gives other weights.</summary>
    public static Mlp<float> Network(MlpShape shape, uint index)
    {
        var net = new Mlp<float>(shape);
        net.Initialize(new RandomStream(0, RandomPurpose.Weights, index));
        return net;
    }
}
