using WorldGan.Evaluation;

namespace WorldGan.Torch.Images;

/// <summary>How well a world of images is known, on episodes that gave no gradient. Saved as scores.json.</summary>
public sealed record FrameReport
{
    /// <summary>Transitions that were held out.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Moments from which futures were drawn, one of each model.</summary>
    public required int Windows { get; init; }

    /// <summary>Steps that the model and the baseline have learned.</summary>
    public required FrameSteps Steps { get; init; }

    /// <summary>The images: of the model, the baseline and a copy of the present image, each some steps ahead.</summary>
    public required IReadOnlyList<FrameScore> Images { get; init; }

    /// <summary>Root mean square of what the rewards are off by, one step ahead; null where the log has none.</summary>
    public required double? RewardError { get; init; }

    /// <summary>The standard deviation of these rewards: what always saying their mean is off by.</summary>
    public required double? RewardDeviation { get; init; }

    /// <summary>How well ends are recognised, one step ahead.</summary>
    public required TerminalScore Ends { get; init; }
}

/// <summary>Steps that were learned.</summary>
/// <param name="Model">By the model.</param>
/// <param name="Baseline">By the baseline.</param>
public readonly record struct FrameSteps(int Model, int Baseline);

/// <summary>Means over drawn images some steps ahead.</summary>
/// <param name="Model"><c>model</c>, <c>l2</c> (the same networks trained by squared distance alone) or <c>copy</c> (of the present image).</param>
/// <param name="Ahead">How many steps.</param>
/// <param name="Psnr">Peak signal-to-noise ratio in decibels.</param>
/// <param name="Ssim">Structural similarity.</param>
/// <param name="Sharpness">How alike edges are in strength and place, in decibels (arXiv:1511.05440, equation 7).</param>
/// <param name="EdgeEnergy">Squared differences between neighbouring pixels, over those of the true images: 1 is as sharp as they are, wherever things stand; less is blurred.</param>
public sealed record FrameScore(string Model, int Ahead, double Psnr, double Ssim, double Sharpness, double EdgeEnergy);
