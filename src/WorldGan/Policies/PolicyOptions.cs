using System.ComponentModel.DataAnnotations;

namespace WorldGan.Policies;

/// <summary>How a policy is learned in imagination. All budgets are steps.</summary>
public sealed record PolicyOptions
{
    /// <summary>Number of Q networks, each trained from a seed of its own; the policy takes the action with the highest mean value.</summary>
    [Range(1, 64)]
    public int Members { get; init; } = 2;

    /// <summary>Width of the two hidden layers.</summary>
    [Range(8, 1024)]
    public int HiddenWidth { get; init; } = 128;

    /// <summary>Gradient steps of each member.</summary>
    [Range(1, 100_000_000)]
    public int Steps { get; init; } = 20_000;

    /// <summary>Rows of a batch.</summary>
    [Range(8, 8192)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Share of a batch that is drawn from the log; the rest is imagined.</summary>
    [Range(0, 1)]
    public double LoggedShare { get; init; } = 0.25;

    /// <summary>Adam's first learning rate; it falls to zero along a cosine.</summary>
    [Range(1e-7, 1)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decay of the target network towards the online network, whose weights are also the ones that are kept; lower in the first steps, (1 + t) / (10 + t) after step t.</summary>
    [Range(0, 0.99999)]
    public double TargetAveraging { get; init; } = 0.995;

    /// <summary>Trajectories that are imagined side by side.</summary>
    [Range(1, 65536)]
    public int Rows { get; init; } = 64;

    /// <summary>Gradient steps for each imagined step of all rows.</summary>
    [Range(1, 1000)]
    public int GradientStepsPerRolloutStep { get; init; } = 2;

    /// <summary>Most steps of an imagined branch before it starts anew from a logged state.</summary>
    [Range(1, 100_000)]
    public int BranchSteps { get; init; } = 100;

    /// <summary>Imagined transitions that are remembered.</summary>
    [Range(1000, 100_000_000)]
    public int ReplayCapacity { get; init; } = 100_000;

    /// <summary>Probability of a random action in imagination.</summary>
    [Range(0, 1)]
    public double Exploration { get; init; } = 0.1;
}
