namespace WorldGan.WorldModel;

/// <summary>
/// What the noise of a learned world is, beside the mean that all kinds share. The generator is what this library is for; the others say what it is worth.
/// In settings and on the command line the names are in lower case, such as <c>mixture</c>.
/// </summary>
public enum WorldModelKind
{
    /// <summary>A generator, trained by a <see cref="WorldModelLoss"/>: noise of any shape.</summary>
    Gan,

    /// <summary>No noise: the mean alone, which is what least squares learn.</summary>
    Mse,

    /// <summary>A normal distribution for each state and action, independent in each variable, by maximum likelihood.</summary>
    Gaussian,

    /// <summary>A mixture of several such normal distributions, by maximum likelihood (Bishop, "Mixture density networks", 1994).</summary>
    Mixture,
}
