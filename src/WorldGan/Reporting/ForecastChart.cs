using WorldGan.Evaluation.Futures;
using WorldGan.Reporting.Charts;

namespace WorldGan.Reporting;

/// <summary>A forecast as a picture: the event's probability by step, then the fan of each variable.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// File.WriteAllText("forecast.svg", ForecastChart.Draw(run.Forecast("height > 1", within: 20)));
/// </code></example>
public static class ForecastChart
{
    /// <summary>Draws it as SVG that stands alone, light or dark as its reader has it.</summary>
    public static string Draw(Forecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        string title = FormattableString.Invariant($"{forecast.Event}, within {forecast.Horizon} steps, in {forecast.Futures:N0} futures");
        return new Picture(title, [Probability(forecast), .. forecast.Fans.Select(FanPanel.Of)])
        {
            Caption = "Probability with its 90 % interval; of each variable the median, and the middle 50 % and 90 % of the futures that still run.",
            Across = "steps from now",
        }.Alone();
    }

    private static Panel Probability(Forecast forecast)
    {
        double[] steps = [0, .. forecast.Steps.Select(step => (double)step.Step)];
        return new("probability that it has happened",
        [
            new Band(Ink.Imagined, steps, [0, .. forecast.Steps.Select(step => step.Interval.Low)], [0, .. forecast.Steps.Select(step => step.Interval.High)]),
            new Line(Ink.Imagined, steps, [0, .. forecast.Steps.Select(step => step.Probability)]),
        ])
        {
            Range = (0, 1),
        };
    }
}
