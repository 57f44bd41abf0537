using WorldGan.Torch.Networks;
using WorldGan.WorldModel;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

/// <summary>What chance adds to one step of all rows. Rows stand by member: [M, n].</summary>
/// <param name="Normals">[M, n, L] of a generator's latent, or [M, n, O] of a mixture; null where there is no noise.</param>
/// <param name="Component">[M, n] uniform, which choose the component of a mixture; null elsewhere.</param>
/// <param name="Classes">[M, n] uniform, for each category and flag.</param>
/// <param name="Terminal">[M, n] uniform, below whose probability a step is terminal; null where that is not drawn.</param>
internal sealed record StepChances(Tensor? Normals, Tensor? Component, Tensor[] Classes, Tensor? Terminal)
{
    /// <summary>Draws them on a device.</summary>
    public static StepChances Draw(WorldModelLayout layout, Randomness random, long members, long rows)
    {
        bool isGan = layout.Options.Model == WorldModelKind.Gan;
        return new StepChances(
            layout.HasNoise ? random.Normal(members, rows, isGan ? layout.Options.LatentSize : layout.Outcomes) : null,
            layout.HasNoise && !isGan && layout.Mixture.Logits > 0 ? random.Uniform(members, rows) : null,
            [.. layout.Classes.Select(_ => random.Uniform(members, rows))],
            layout.LearnsTerminal ? random.Uniform(members, rows) : null);
    }
}
