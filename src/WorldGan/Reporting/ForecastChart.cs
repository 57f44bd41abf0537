using WorldGan.Evaluation.Futures;

namespace WorldGan.Reporting;

/// <summary>A forecast as a picture: the event's probability by step, then the fan of each variable.</summary>
public static class ForecastChart
{
    /// <summary>Draws it as SVG that stands alone, light or dark as its reader has it.</summary>
    public static string Draw(Forecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        return FanChart.Draw(
            FormattableString.Invariant($"{forecast.Event}, within {forecast.Horizon} steps, in {forecast.Futures:N0} futures"),
            "Probability with its 90 % interval; of each variable the median, and the middle 50 % and 90 % of the futures that still run.",
            "steps from now",
            [Probability(forecast), .. forecast.Fans.Select(Panel)]);
    }

    private static FanPanel Probability(Forecast forecast) => new(
        "probability that it has happened",
        [0, .. forecast.Steps.Select(step => (double)step.Step)],
        [0, .. forecast.Steps.Select(step => step.Probability)],
        [new FanBand([0, .. forecast.Steps.Select(step => step.Interval.Low)], [0, .. forecast.Steps.Select(step => step.Interval.High)])])
    {
        Range = (0, 1),
    };

    private static FanPanel Panel(Fan fan) => new(
        fan.Unit is { } unit ? $"{fan.Variable} [{unit}]" : fan.Variable,
        [.. fan.Steps.Select(step => (double)step.Step)],
        [.. fan.Steps.Select(step => (double?)step.Median)],
        [
            new FanBand([.. fan.Steps.Select(step => step.Q05)], [.. fan.Steps.Select(step => step.Q95)]),
            new FanBand([.. fan.Steps.Select(step => step.Q25)], [.. fan.Steps.Select(step => step.Q75)]),
        ]);
}
