using System.ComponentModel.DataAnnotations;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>How a policy is evaluated from the log alone.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>Networks that each learn the policy's value from episodes of the log, drawn with replacement; 0 leaves fitted Q evaluation out.</summary>
    [Range(0, 64)]
    public int FittedNetworks { get; init; } = 5;

    /// <summary>Gradient steps of each of them.</summary>
    [Range(1, 10_000_000)]
    public int FittedSteps { get; init; } = 10_000;

    /// <summary>Width of their two hidden layers.</summary>
    [Range(8, 1024)]
    public int FittedWidth { get; init; } = 64;

    /// <summary>Rows of a batch.</summary>
    [Range(8, 8192)]
    public int FittedBatchSize { get; init; } = 256;

    /// <summary>Adam's first learning rate; it falls to zero along a cosine.</summary>
    [Range(1e-7, 1)]
    public double FittedLearningRate { get; init; } = 1e-3;

    /// <summary>Decay of the target network towards the one that learns. Lower than where a policy is learned: nothing is maximised that could run away, and what is far ahead must come back in time.</summary>
    [Range(0, 0.99999)]
    public double FittedTargetAveraging { get; init; } = 0.9;

    /// <summary>How often a policy is asked in each state how it acts there, since it may choose at random.</summary>
    [Range(1, 1000)]
    public int PolicyDraws { get; init; } = 8;

    /// <summary>Most imagined episodes of each member of the learned world: one from each beginning of a logged episode.</summary>
    [Range(1, 1_000_000)]
    public int MostEpisodes { get; init; } = 500;
}
