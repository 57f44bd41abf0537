using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;

namespace WorldGan.Tests.Rollouts;

/// <summary>Policies that have learned nothing.</summary>
internal static class Fresh
{
    /// <summary>Networks of 8 hidden units with random weights, larger than a trainer's first ones, so that actions differ between states.</summary>
    public static QPolicy Policy(TransitionSet data, int members, ulong seed = 3)
    {
        var options = new PolicyOptions { Value = ValueKind.DoubleQ, Members = members, HiddenWidth = 8 };
        Normalizer normalizer = Normalizer.Measure(data);
        MlpShape shape = QPolicy.Shape(new StateEncoder(data.Spec, normalizer), data.Spec, options);
        var networks = Enumerable.Range(0, members).Select(_ => new Mlp<float>(shape)).ToArray();
        for (int i = 0; i < members; i++) networks[i].Initialize(new RandomStream(seed, RandomPurpose.Weights, (uint)i), lastLayerScale: 10);
        return new QPolicy(data.Spec, normalizer, options, networks);
    }
}
