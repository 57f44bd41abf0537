using WorldGan.Evaluation.Futures;

namespace WorldGan.Service.Acting;

/// <summary>What is to come.</summary>
/// <param name="Version">The version that was asked.</param>
/// <param name="Horizon">Steps that were looked ahead.</param>
/// <param name="Futures">Number of futures.</param>
/// <param name="Fans">Quantiles of each variable, step by step.</param>
/// <param name="Terminal">The probability that the episode has ended by each step, with its 90 % interval.</param>
/// <param name="Endings">How the futures ended.</param>
/// <param name="Returns">What they came to.</param>
internal sealed record SimulationAnswer(int Version, int Horizon, int Futures, IReadOnlyList<Fan> Fans, IReadOnlyList<ProbabilityByStep> Terminal, FutureEndings Endings, ReturnSpread Returns);

/// <summary>Whether something will happen.</summary>
/// <param name="Version">The version that was asked.</param>
/// <param name="Event">The event, in its plainest form.</param>
/// <param name="Within">Steps that were looked ahead.</param>
/// <param name="Futures">Number of futures.</param>
/// <param name="Probability">The probability that it happens within the horizon; null where that is known of no future.</param>
/// <param name="Low">Lower end of its 90 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Unknown">Futures that left what the log knows before it happened.</param>
/// <param name="Steps">The same by step.</param>
/// <param name="Endings">How the futures ended.</param>
internal sealed record ForecastAnswer(
    int Version, string Event, int Within, int Futures, double? Probability, double Low, double High, int Unknown, IReadOnlyList<ProbabilityByStep> Steps, FutureEndings Endings);

/// <summary>The probability that something has happened by a step.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Probability">The probability; null where it is known of no future.</param>
/// <param name="Low">Lower end of its 90 % interval.</param>
/// <param name="High">Upper end.</param>
internal sealed record ProbabilityByStep(int Step, double? Probability, double Low, double High)
{
    public static IReadOnlyList<ProbabilityByStep> Of(Forecast forecast) => [.. forecast.Steps.Select(step => new ProbabilityByStep(step.Step, step.Probability, step.Interval.Low, step.Interval.High))];
}

/// <summary>Returns of futures, undiscounted; those that left what the log knows count as far as they came.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Least">The least.</param>
/// <param name="Q05">5 % lie below.</param>
/// <param name="Q25">25 % lie below.</param>
/// <param name="Median">Half lie below.</param>
/// <param name="Q75">75 % lie below.</param>
/// <param name="Q95">95 % lie below.</param>
/// <param name="Greatest">The greatest.</param>
internal sealed record ReturnSpread(double Mean, double Least, double Q05, double Q25, double Median, double Q75, double Q95, double Greatest)
{
    /// <summary>Quantiles are the nearest return below.</summary>
    public static ReturnSpread Of(IEnumerable<double> returns)
    {
        double[] sorted = [.. returns.Order()];
        return new ReturnSpread(sorted.Average(), sorted[0], Q(0.05), Q(0.25), Q(0.5), Q(0.75), Q(0.95), sorted[^1]);

        double Q(double share) => sorted[(int)(share * (sorted.Length - 1))];
    }
}
