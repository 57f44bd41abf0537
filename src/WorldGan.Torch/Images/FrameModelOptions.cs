using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using WorldGan.WorldModel;

namespace WorldGan.Torch.Images;

/// <summary>How a world of images is learned. All budgets are steps. The defaults are the small form: images of 32 x 32, in minutes on two processors.</summary>
public sealed record FrameModelOptions : IValidatableObject
{
    /// <summary>Share of the transitions, in whole episodes, that give no gradient: scores are taken on them.</summary>
    [Range(0.01, 0.5)]
    public double HeldOutShare { get; init; } = 0.1;

    /// <summary>Sizes at which an image is predicted, each twice the one before, the image's own last: 3 are 8, 16 and 32. The sides of an image must be multiples of 2 to this power.</summary>
    [Range(1, 6)]
    public int Scales { get; init; } = 3;

    /// <summary>Channels of the first layers; deeper ones of encoder and critic have twice as many.</summary>
    [Range(4, 512)]
    public int Channels { get; init; } = 16;

    /// <summary>Numbers of latent noise that enter the generator: what makes two futures of one moment differ.</summary>
    [Range(1, 256)]
    public int LatentSize { get; init; } = 8;

    /// <summary>Rows of a batch.</summary>
    [Range(2, 4096)]
    public int BatchSize { get; init; } = 16;

    /// <summary>Steps of the generator; before each of them the critic has one.</summary>
    [Range(1, 10_000_000)]
    public int Steps { get; init; } = 1500;

    /// <summary>Adam's first learning rate of the generator; it falls to zero along a cosine.</summary>
    [Range(1e-7, 1)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Adam's first learning rate of the critic; it falls with the other one.</summary>
    [Range(1e-7, 1)]
    public double CriticLearningRate { get; init; } = 2e-3;

    /// <summary>What generator and critic play; on the command line also <c>--loss</c>. Not wgan and energy-score.</summary>
    public WorldModelLoss Loss { get; init; } = WorldModelLoss.NonSaturatingR1;

    /// <summary>Weight of the game in the generator's loss (λ_adv of arXiv:1511.05440); with 0 there is no critic.</summary>
    [Range(0, 1000)]
    public double AdversarialWeight { get; init; } = 0.3;

    /// <summary>Weight of the penalty on the critic's slope, where the loss has one.</summary>
    [Range(0, 1000)]
    public double PenaltyWeight { get; init; } = 0.1;

    /// <summary>Weight of the distance between pixels (λ_lp).</summary>
    [Range(0, 1000)]
    public double PixelWeight { get; init; } = 1;

    /// <summary>The power p of that distance, |Y − Ŷ|ᵖ: 1 or 2.</summary>
    [Range(1, 2)]
    public int PixelPower { get; init; } = 2;

    /// <summary>Weight of the gradient difference loss (λ_gdl).</summary>
    [Range(0, 1000)]
    public double GradientDifferenceWeight { get; init; } = 0.1;

    /// <summary>Weight of the losses of reward and end, which read the encoder.</summary>
    [Range(0, 1000)]
    public double HeadWeight { get; init; } = 0.05;

    /// <summary>Decay of the averaged weights of the generator, which are the ones that are kept; lower in the first steps, (1 + t) / (10 + t) after step t.</summary>
    [Range(0, 0.99999)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>The same model trained by the squared distance of pixels alone, which blurs whatever chance decides: the baseline.</summary>
    public FrameModelOptions AsBaseline() => this with { AdversarialWeight = 0, GradientDifferenceWeight = 0, PixelPower = 2, PixelWeight = 1 };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Loss is WorldModelLoss.Wgan or WorldModelLoss.EnergyScore)
            yield return new ValidationResult($"expected a game of images: wgan-gp, minimax, non-saturating, non-saturating-r1 or rpgan, got {JsonNamingPolicy.KebabCaseLower.ConvertName(Loss.ToString())}.", [nameof(Loss)]);
        if (AdversarialWeight + PixelWeight + GradientDifferenceWeight == 0) yield return new ValidationResult("expected a weight above 0 of the game, the pixels or the gradient differences.", [nameof(PixelWeight)]);
    }
}
