namespace WorldGan.WorldModel;

/// <summary>
/// What the noise of a learned world is trained by. Equations, logged numbers and differences from the papers stand in src/WorldGan/WorldModel/Noise/README.md.
/// In settings and on the command line the names are in kebab-case, such as <c>wgan-gp</c>.
/// </summary>
public enum WorldModelLoss
{
    /// <summary>Wasserstein critic with a penalty on slopes that are not one, between logged and generated outcomes (arXiv:1704.00028).</summary>
    WganGp,

    /// <summary>Wasserstein critic whose weights are clipped (arXiv:1701.07875).</summary>
    Wgan,

    /// <summary>The first game of discriminator and generator, a zero-sum one (arXiv:1406.2661, equation 1).</summary>
    Minimax,

    /// <summary>The same discriminator, against a generator that maximises the odds of being taken for logged (arXiv:1406.2661, section 3).</summary>
    NonSaturating,

    /// <summary>The non-saturating game with a penalty on the discriminator's slope at logged outcomes, R1 (arXiv:1801.04406).</summary>
    NonSaturatingR1,

    /// <summary>A critic that compares a logged with a generated outcome, with penalties on its slope at both, R1 and R2 (arXiv:2501.05441).</summary>
    Rpgan,

    /// <summary>No critic: the energy score of several samples of each condition (arXiv:2307.00835).</summary>
    EnergyScore,
}
