namespace WorldGan.Policies.Cloning;

/// <summary>How the policy of a log is cloned. All budgets are steps.</summary>
internal sealed record CloneOptions
{
    /// <summary>Width of the two hidden layers.</summary>
    public int HiddenWidth { get; init; } = 64;

    /// <summary>Gradient steps.</summary>
    public int Steps { get; init; } = 4000;

    /// <summary>Rows of a batch.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Adam's first learning rate; it falls to zero along a cosine.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Share of the transitions, in whole episodes, that give no gradient and choose which step's weights are kept: a random log must not be learned by heart.</summary>
    public double HeldOutShare { get; init; } = 0.1;
}
