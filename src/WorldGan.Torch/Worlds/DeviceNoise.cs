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
        (Tensor mean, Tensor logDeviation) = Components(said, mixture);
        if (mixture.Logits == 0) return mean.squeeze(2) + logDeviation.squeeze(2).exp() * chances.Normals!;
        Tensor chosen = Classes.Pick(said.narrow(-1, 0, mixture.Logits).softmax(-1), chances.Component!);
        return Of(chosen, mean) + Of(chosen, logDeviation).exp() * chances.Normals!;
    }

    /// <summary>The normal distributions of a mixture.</summary>
    /// <param name="said">[M, n, outputs] what its networks say.</param>
    /// <param name="mixture">Where the numbers stand.</param>
    /// <returns>[M, n, K, O] the means, and the logarithms of the standard deviations within their bounds.</returns>
    public static (Tensor Mean, Tensor LogDeviation) Components(Tensor said, MixtureShape mixture)
    {
        Tensor components = said.narrow(-1, mixture.Logits, said.shape[^1] - mixture.Logits).unflatten(-1, mixture.Components, 2, mixture.Outcomes);
        return (components.select(3, 0), components.select(3, 1).clamp(MixtureShape.LeastLogDeviation, MixtureShape.MostLogDeviation));
    }

    public void Dispose() => _networks.Dispose();

    // [M, n, O] of the component that each row has.
    private static Tensor Of(Tensor chosen, Tensor values) =>
        values.gather(2, chosen.view(values.shape[0], values.shape[1], 1, 1).expand(values.shape[0], values.shape[1], 1, values.shape[3])).squeeze(2);
}
