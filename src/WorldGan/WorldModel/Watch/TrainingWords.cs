namespace WorldGan.WorldModel.Watch;

/// <summary>What can go wrong with the noise, in words, with what helps.</summary>
internal static class TrainingWords
{
    public const string LatentIgnored =
        "The generator ignores its latent: what it draws for one state and action is nearly always the same, though the log spreads. "
        + "Try a larger worldModel.latentScale (3 to 5), a lower worldModel.adversarialLearningRate, or another --loss.";

    public const string HumpCollapsed =
        "The noise is far narrower than the log's: outcomes that the log has, such as a rare hump, are hardly drawn. "
        + "Try more worldModel.adversarialSteps, --loss wgan-gp or rpgan, or worldModel.penaltyWeight nearer to the loss's own.";

    public const string CriticTooStrong =
        "The critic is too strong: it tells nearly all that is drawn from the log, and the generator does not catch up. "
        + "Try a higher worldModel.penaltyWeight if it is below the loss's own, fewer worldModel.criticSteps, or a lower worldModel.adversarialLearningRate.";

    public const string GeneratorTooStrong =
        "The generator has outrun the critic: the critic no longer tells what is drawn from the log, though they differ. "
        + "Try more worldModel.adversarialSteps, more worldModel.criticSteps, or worldModel.penaltyWeight or weightLimit nearer to the loss's own.";

    public const string Memorised =
        "The noise has learned the log by heart: what it draws lies far nearer to training rows than held-out rows do. "
        + "Try more data, a smaller worldModel.noiseWidth, a larger worldModel.conditionNoise, or fewer worldModel.adversarialSteps.";
}
