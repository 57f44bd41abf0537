namespace WorldGan.WorldModel.Watch;

/// <summary>How the noise of a member does. Formulas, healthy ranges and the trainings that the thresholds come from stand in README.md.</summary>
internal sealed record NoiseHealth
{
    private const double LeastScale = 0.01;                // of a usual change: noise below it is what the mean missed of an exact world
    private const int LeastRows = 50;                      // below it the energy of two samples of one truth comes up to the threshold
    private const double LeastLatentSpread = 0.05;
    private const double LeastDispersionOfAll = 0.5;
    private const double MostMarginalEnergy = 0.1;
    private const double MostCriticWins = 0.85, MostCriticGap = 10;
    private const double SilentCriticWins = 0.6, SilentCriticGap = 1e-3;
    private const double LeastTrainingDistance = 0.5;
    private const double LeastNeighbourDistance = 0.5;

    /// <summary>Held-out rows that were measured on.</summary>
    public required int Rows { get; init; }

    /// <summary>Largest scale of the noise, in units of the usual change.</summary>
    public required double Scale { get; init; }

    /// <summary>Mean distance of two draws for one held-out row, over that of a draw to the log.</summary>
    public required double LatentSpread { get; init; }

    /// <summary>The least dispersion of the variables whose noise is not small beside that of others.</summary>
    public required double LeastDispersion { get; init; }

    /// <summary>Energy distance between all draws and all logged outcomes, over the mean distance of two logged ones.</summary>
    public required double MarginalEnergy { get; init; }

    /// <summary>Mean distance of a draw to the log, on training rows over that on held-out rows.</summary>
    public required double TrainingDistance { get; init; }

    /// <summary>Mean distance to the outcome of the nearest training row, of draws for held-out rows over that of the held-out rows themselves.</summary>
    public required double NeighbourDistance { get; init; }

    /// <summary>Share of held-out rows whose logged outcome the critic rates higher than a draw; null where there is no critic.</summary>
    public required double? CriticWins { get; init; }

    /// <summary>Mean rating of logged less drawn outcomes; null where there is no critic.</summary>
    public required double? CriticGap { get; init; }

    /// <summary>The numbers by name, as metrics show them.</summary>
    public IReadOnlyList<(string Name, double Value)> Values =>
    [
        ("latentSpread", LatentSpread), ("leastDispersion", LeastDispersion), ("marginalEnergy", MarginalEnergy),
        ("trainingDistance", TrainingDistance), ("neighbourDistance", NeighbourDistance),
        .. CriticWins is { } wins && CriticGap is { } gap ? new[] { ("criticWins", wins), ("criticGap", gap) } : [],
    ];

    /// <summary>What is wrong, and what helps. Noise that is small beside a usual change is not judged.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Scale < LeastScale) yield break;
            bool isOff = Rows >= LeastRows && MarginalEnergy > MostMarginalEnergy, ignoresLatent = LatentSpread < LeastLatentSpread;
            if (ignoresLatent) yield return TrainingWords.LatentIgnored;
            else if (LeastDispersion < LeastDispersionOfAll) yield return TrainingWords.HumpCollapsed;
            if (CriticGap > MostCriticGap || (isOff && CriticWins > MostCriticWins && !ignoresLatent && CriticGap > SilentCriticGap)) yield return TrainingWords.CriticTooStrong;
            else if (isOff && (CriticWins < SilentCriticWins || CriticGap < SilentCriticGap)) yield return TrainingWords.GeneratorTooStrong;
            if (TrainingDistance < LeastTrainingDistance || NeighbourDistance < LeastNeighbourDistance) yield return TrainingWords.Memorised;
        }
    }
}
