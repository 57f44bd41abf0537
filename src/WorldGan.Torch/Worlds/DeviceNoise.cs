using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using WorldGan.WorldModel.Noise;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

/// <summary>The noise of all members: a generator's, or that of a mixture of normal distributions.</summary>
internal sealed class DeviceNoise(LearnedWorld world, Device device) : IDisposable
{
    private readonly bool _isGan = world.Options.Model == WorldModelKind.Gan;
    private readonly NetworkBatch _networks = new([.. world.Members.Select(m => world.Options.Model == WorldModelKind.Gan ? m.Generator : m.Mixture)], device);

    /// <summary>Draws.</summary>
    /// <param name="condition">[M, n, C].</param>
    /// <param name="chances">What chance adds.</param>
    /// <returns>[M, n, O] in units of the members' scale.</returns>
    public Tensor Draw(Tensor condition, StepChances chances)
    {
        if (_isGan) return _networks.Forward(cat([condition, chances.Normals! * world.Layout.LatentScale], -1));
        Tensor said = _networks.Forward(condition);
        MixtureShape mixture = world.Layout.Mixture;
        Tensor components = said.narrow(-1, mixture.Logits, said.shape[^1] - mixture.Logits).unflatten(-1, mixture.Components, 2, mixture.Outcomes); // [M, n, K, 2, O]
        Tensor chosen = mixture.Logits == 0 ? components.select(2, 0) : Choose(components, said.narrow(-1, 0, mixture.Logits), chances.Component!);
        Tensor deviation = chosen.select(2, 1).clamp(MixtureShape.LeastLogDeviation, MixtureShape.MostLogDeviation).exp();
        return chosen.select(2, 0) + deviation * chances.Normals!;
    }

    public void Dispose() => _networks.Dispose();

    private static Tensor Choose(Tensor components, Tensor logits, Tensor chance)
    {
        Tensor index = Classes.Pick(logits.softmax(-1), chance).view(components.shape[0], components.shape[1], 1, 1, 1);
        return components.gather(2, index.expand(components.shape[0], components.shape[1], 1, 2, components.shape[4])).squeeze(2);
    }
}
