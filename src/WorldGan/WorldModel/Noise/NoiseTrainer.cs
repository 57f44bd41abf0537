using WorldGan.Datasets;

namespace WorldGan.WorldModel.Noise;

/// <summary>Which trainer learns the noise.</summary>
internal static class NoiseTrainer
{
    /// <param name="layout">Which numbers stand where.</param>
    /// <param name="member">Receives the noise; its mean and scale are known.</param>
    /// <param name="data">The log.</param>
    /// <param name="split">Which of its rows train, and which judge.</param>
    /// <param name="residuals">[N, O] what the mean leaves of each logged outcome, in units of the member's scale.</param>
    /// <param name="seed">The member's seed.</param>
    /// <returns>Null where there is no noise to learn.</returns>
    public static INoiseTrainer? Start(WorldModelLayout layout, WorldModelMember member, TransitionSet data, EpisodeSplit split, float[] residuals, ulong seed) => layout switch
    {
        { HasNoise: false } => null,
        { Options.Model: not WorldModelKind.Gan } => new MixtureTrainer(layout, member, data, split, residuals, seed),
        { Options.Loss: WorldModelLoss.EnergyScore } => new EnergyScoreTrainer(layout, member, data, split, residuals, seed),
        _ => new AdversarialTrainer(layout, member, data, split, residuals, seed),
    };
}
