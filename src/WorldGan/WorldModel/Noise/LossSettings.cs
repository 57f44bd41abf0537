namespace WorldGan.WorldModel.Noise;

/// <summary>What a world model trains its noise with where the options leave it open; null is what it has no use for. Where the numbers come from stands in README.md.</summary>
internal sealed record LossSettings
{
    /// <summary>Critic steps before each generator step.</summary>
    public int? CriticSteps { get; private init; }

    /// <summary>Steps of the windows that a second critic sees; with 1 there is none.</summary>
    public int? Window => CriticSteps is null ? null : 1;

    /// <summary>Weight of the penalty on the critic's slope.</summary>
    public double? PenaltyWeight { get; private init; }

    /// <summary>Largest absolute weight of a critic that is clipped.</summary>
    public double? WeightLimit { get; private init; }

    /// <summary>Outcomes that are generated for each condition.</summary>
    public int? SamplesPerCondition { get; private init; }

    /// <summary>Normal distributions of a mixture.</summary>
    public int? Components { get; private init; }

    /// <summary>Standard deviation of the latent.</summary>
    public double? LatentScale { get; private init; }

    /// <summary>Adam's first learning rate.</summary>
    public double? LearningRate { get; private init; } = 1e-3;

    /// <summary>Adam's decay of the first moment.</summary>
    public float Beta1 { get; private init; } = 0.5f;

    /// <summary>Adam's decay of the second moment.</summary>
    public float Beta2 { get; private init; } = 0.9f;

    /// <summary>
    /// The numbers of the model that the options name; a generator has those of its loss. To add a model: 1. a member of <see cref="WorldModelKind"/>; 2. a line here;
    /// 3. its network in <see cref="WorldModelMember"/>; 4. a trainer in <see cref="NoiseTrainer"/> and a sampler in <see cref="NoiseSampler"/>; 5. its equations in README.md.
    /// </summary>
    public static LossSettings Of(WorldModelOptions options) => options.Model switch
    {
        WorldModelKind.Gan => Of(options.Loss ?? WorldModelLoss.WganGp),
        WorldModelKind.Mse => new() { LearningRate = null },
        WorldModelKind.Gaussian => new() { Beta1 = 0.9f, Beta2 = 0.999f },
        WorldModelKind.Mixture => new() { Components = 5, Beta1 = 0.9f, Beta2 = 0.999f },
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Model, "Expected one of the kinds of world models."),
    };

    /// <summary>To add a loss: 1. a member of <see cref="WorldModelLoss"/>; 2. a line here; 3. a line in <see cref="Adversary"/>, or a trainer of its own in <see cref="NoiseTrainer"/>; 4. its equations in README.md.</summary>
    public static LossSettings Of(WorldModelLoss loss) => loss switch
    {
        WorldModelLoss.WganGp => new() { CriticSteps = 2, PenaltyWeight = 0.1, LatentScale = 3 },
        WorldModelLoss.Wgan => new() { CriticSteps = 2, WeightLimit = 0.1, LatentScale = 3 },
        WorldModelLoss.Minimax => new() { CriticSteps = 1, LatentScale = 3 },
        WorldModelLoss.NonSaturating => new() { CriticSteps = 1, LatentScale = 3 },
        WorldModelLoss.NonSaturatingR1 => new() { CriticSteps = 1, PenaltyWeight = 1, Beta1 = 0, LatentScale = 5 },
        WorldModelLoss.Rpgan => new() { CriticSteps = 1, PenaltyWeight = 0.1, Beta1 = 0, LatentScale = 5 },
        WorldModelLoss.EnergyScore => new() { SamplesPerCondition = 4, LatentScale = 5, LearningRate = 2e-3 },
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "Expected one of the losses."),
    };
}
