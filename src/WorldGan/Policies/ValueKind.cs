namespace WorldGan.Policies;

/// <summary>What is learned of the return of a state and action.</summary>
public enum ValueKind
{
    /// <summary>Its mean (double DQN, arXiv:1509.06461).</summary>
    DoubleQ,

    /// <summary>Its quantiles, by quantile regression (QR-DQN, arXiv:1710.10044).</summary>
    QrDqn,

    /// <summary>Its probabilities over fixed values (C51, arXiv:1707.06887).</summary>
    C51,

    /// <summary>Samples of it, by a generator against a Wasserstein critic (GAN Q-learning, arXiv:1805.04874).</summary>
    Gan,
}
