using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using WorldGan.WorldModel.Noise;

namespace WorldGan.WorldModel;

/// <summary>How a world is learned. All budgets are steps. What is null takes the model's or the loss's own value, or has no use under it.</summary>
public sealed record WorldModelOptions : IValidatableObject
{
    /// <summary>Number of ensemble members, each trained from a seed of its own.</summary>
    [Range(1, 64)]
    public int Members { get; init; } = 5;

    /// <summary>Share of the transitions, in whole episodes, that give no gradient: they choose where to stop and how much noise to add, and calibrate ends.</summary>
    [Range(0.01, 0.5)]
    public double HeldOutShare { get; init; } = 0.1;

    /// <summary>Width of the two hidden layers of the mean's correction.</summary>
    [Range(8, 1024)]
    public int MeanWidth { get; init; } = 128;

    /// <summary>Width of the two hidden layers of generator and critic, or of a mixture. Wider ones learn the rows of a small log by heart.</summary>
    [Range(8, 1024)]
    public int NoiseWidth { get; init; } = 64;

    /// <summary>Width of the two hidden layers of the scale and of the reward, terminal and discrete heads.</summary>
    [Range(8, 1024)]
    public int HeadWidth { get; init; } = 64;

    /// <summary>Rows of a batch.</summary>
    [Range(8, 8192)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Most steps of the mean's correction; it stops early where nothing improves.</summary>
    [Range(0, 10_000_000)]
    public int MeanSteps { get; init; } = 24_000;

    /// <summary>Adam's first learning rate of the mean's correction; it falls to zero along a cosine.</summary>
    [Range(1e-7, 1)]
    public double MeanLearningRate { get; init; } = 2e-3;

    /// <summary>Steps of the network that says how the scale of the noise hangs on state and action; with 0 the scale is constant.</summary>
    [Range(0, 10_000_000)]
    public int ScaleSteps { get; init; } = 1500;

    /// <summary>Steps of the reward, terminal and discrete heads.</summary>
    [Range(1, 10_000_000)]
    public int HeadSteps { get; init; } = 5000;

    /// <summary>Adam's first learning rate of the heads; it falls to zero along a cosine.</summary>
    [Range(1e-7, 1)]
    public double HeadLearningRate { get; init; } = 2e-3;

    /// <summary>Share of a head's batch that is drawn from terminal rows; the calibration takes it out again.</summary>
    [Range(0, 0.9)]
    public double TerminalShare { get; init; } = 0.25;

    /// <summary>What the noise beside the mean is; on the command line also <c>--model</c>.</summary>
    public WorldModelKind Model { get; init; }

    /// <summary>What the generator of a gan is trained by, with defaults of its own: wgan-gp where nothing is said; on the command line also <c>--loss</c>.</summary>
    public WorldModelLoss? Loss { get; init; }

    /// <summary>Steps of the noise's training; with 0 there is no noise beside the mean. The mean of mse, which has none, may take so many more.</summary>
    [Range(0, 10_000_000)]
    public int AdversarialSteps { get; init; } = 10_000;

    /// <summary>Critic steps before each generator step, where the loss has a critic.</summary>
    [Range(1, 100)]
    public int? CriticSteps { get; init; }

    /// <summary>Weight of the gradient penalty, where the loss has one. The 10 of the image papers drops humps here.</summary>
    [Range(0, 1000)]
    public double? PenaltyWeight { get; init; }

    /// <summary>
    /// Steps of the windows that a second critic sees beside single steps, where the loss has a critic: the generator's own future under the logged actions is
    /// compared with the logged one. With 1 there is no second critic.
    /// </summary>
    [Range(1, 8)]
    public int? Window { get; init; }

    /// <summary>Largest absolute weight of the critic, where the loss clips it: wgan.</summary>
    [Range(1e-4, 100)]
    public double? WeightLimit { get; init; }

    /// <summary>Outcomes that are drawn for each logged one, where the loss compares several: energy-score.</summary>
    [Range(2, 64)]
    public int? SamplesPerCondition { get; init; }

    /// <summary>Normal distributions of a mixture.</summary>
    [Range(2, 64)]
    public int? Components { get; init; }

    /// <summary>Adam's first learning rate of the noise's networks; it falls to a thousandth along a cosine.</summary>
    [Range(1e-7, 1)]
    public double? AdversarialLearningRate { get; init; }

    /// <summary>Decay of the averaged weights of the noise's network, which are the ones that are kept.</summary>
    [Range(0, 0.99999)]
    public double Averaging { get; init; } = 0.999;

    /// <summary>
    /// Standard deviation by which the state's features are moved while the noise is trained, so that a logged outcome speaks for the vicinity of its condition and
    /// rows cannot be learned by heart (arXiv:2011.07466).
    /// </summary>
    [Range(0, 10)]
    public double ConditionNoise { get; init; } = 0.1;

    /// <summary>Numbers of latent noise that enter the generator; even.</summary>
    [Range(2, 256)]
    public int LatentSize { get; init; } = 8;

    /// <summary>Standard deviation of the latent. Wide, so that crossings between humps are rare.</summary>
    [Range(0.01, 100)]
    public double? LatentScale { get; init; }

    /// <summary>How far beyond the logged range a state still counts as known, in shares of that range.</summary>
    [Range(0, 10)]
    public double SupportMargin { get; init; } = 0.1;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        LossSettings own = LossSettings.Of(this);
        string chosen = Model == WorldModelKind.Gan ? $"loss {NameOf(Loss ?? WorldModelLoss.WganGp)}" : $"model {NameOf(Model)}";
        return new (string Name, bool IsSet, bool IsUsed)[]
        {
            (nameof(Loss), Loss is not null, Model == WorldModelKind.Gan),
            (nameof(CriticSteps), CriticSteps is not null, own.CriticSteps is not null),
            (nameof(PenaltyWeight), PenaltyWeight is not null, own.PenaltyWeight is not null),
            (nameof(Window), Window is not null, own.Window is not null),
            (nameof(WeightLimit), WeightLimit is not null, own.WeightLimit is not null),
            (nameof(SamplesPerCondition), SamplesPerCondition is not null, own.SamplesPerCondition is not null),
            (nameof(Components), Components is not null, own.Components is not null),
            (nameof(AdversarialLearningRate), AdversarialLearningRate is not null, own.LearningRate is not null),
            (nameof(LatentScale), LatentScale is not null, own.LatentScale is not null),
        }.Where(o => o.IsSet && !o.IsUsed).Select(o => new ValidationResult($"the {chosen} has no use for it; leave it out, or null.", [o.Name]));
    }

    /// <summary>The same with the model's and the loss's own values where these leave it open; what is still null has no use under them.</summary>
    /// <exception cref="ArgumentException">A value is set that the model or the loss has no use for.</exception>
    internal WorldModelOptions Resolved()
    {
        if (Validate(new ValidationContext(this)).FirstOrDefault() is { } fault) throw new ArgumentException($"{fault.MemberNames.Single()}: {fault.ErrorMessage}");
        LossSettings own = LossSettings.Of(this);
        return this with
        {
            Loss = Model == WorldModelKind.Gan ? Loss ?? WorldModelLoss.WganGp : null,
            CriticSteps = CriticSteps ?? own.CriticSteps,
            PenaltyWeight = PenaltyWeight ?? own.PenaltyWeight,
            Window = Window ?? own.Window,
            WeightLimit = WeightLimit ?? own.WeightLimit,
            Components = Components ?? own.Components,
            SamplesPerCondition = SamplesPerCondition ?? own.SamplesPerCondition,
            AdversarialLearningRate = AdversarialLearningRate ?? own.LearningRate,
            LatentScale = LatentScale ?? own.LatentScale,
        };
    }

    private static string NameOf(Enum choice) => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());
}
