using WorldGan.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>Which sampler draws the noise.</summary>
internal static class NoiseSampler
{
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Has learned the noise.</param>
    /// <param name="input">[C and more, rows] the conditions; what stands behind them is the sampler's while it draws, as many columns as there are latents.</param>
    /// <returns>Null where there is no noise.</returns>
    public static INoiseSampler? Of(WorldModelLayout layout, WorldModelMember member, Columns input) => layout switch
    {
        { HasNoise: false } => null,
        { Options.Model: WorldModelKind.Gan } => new GeneratorSampler(layout, member, input),
        _ => new MixtureSampler(layout, member, input),
    };
}
