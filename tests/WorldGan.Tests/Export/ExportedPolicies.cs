using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Cloning;

namespace WorldGan.Tests.Export;

/// <summary>Policies of every kind with random weights, for the worlds of <see cref="ExportedWorlds"/>.</summary>
internal static class ExportedPolicies
{
    /// <summary>All kinds of values and networks, with and without the log's behaviour, with and without a history.</summary>
    public static TheoryData<ValueKind, NetworkKind, bool, int> Kinds()
    {
        var kinds = new TheoryData<ValueKind, NetworkKind, bool, int>();
        foreach (ValueKind value in Enum.GetValues<ValueKind>())
            foreach (NetworkKind network in Enum.GetValues<NetworkKind>())
                foreach (bool filters in new[] { false, true }) kinds.Add(value, network, filters, filters ? 1 : 3);
        return kinds;
    }

    public static QPolicy Random(TransitionSet data, ValueKind value, NetworkKind network, bool filters, ulong seed)
    {
        var options = new PolicyOptions { Value = value, Network = network, Members = 1 + (int)(seed % 3), HiddenWidth = 24, BehaviourThreshold = filters ? 0.3 : 0 };
        Normalizer normalizer = Normalizer.Measure(data);
        MlpShape shape = QPolicy.Shape(new StateEncoder(data.Spec, normalizer), data.Spec, options);
        Mlp<float>[] networks = [.. Enumerable.Range(0, options.Members).Select(i => Network(shape, seed, (uint)i))];
        return new QPolicy(data.Spec, normalizer, options, networks, filters ? Clone(data, seed) : null);
    }

    public static ClonedPolicy Clone(TransitionSet data, ulong seed)
    {
        Normalizer normalizer = Normalizer.Measure(data);
        return new ClonedPolicy(data.Spec, normalizer, Network(ClonedPolicy.Shape(data.Spec, normalizer, new CloneOptions()), seed, 100));
    }

    /// <summary>States near the log.</summary>
    public static float[] States(TransitionSet data, int rows, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Start);
        float[] states = new float[rows * data.Width];
        for (int i = 0; i < states.Length; i++)
            states[i] = data.States[random.NextInt32(data.Count) * data.Width + i % data.Width];
        return states;
    }

    private static Mlp<float> Network(MlpShape shape, ulong seed, uint number)
    {
        var network = new Mlp<float>(shape);
        network.Initialize(new RandomStream(seed, RandomPurpose.Weights, number), lastLayerScale: 10);
        return network;
    }
}
