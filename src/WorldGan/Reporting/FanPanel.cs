using WorldGan.Evaluation.Futures;
using WorldGan.Reporting.Charts;

namespace WorldGan.Reporting;

/// <summary>Where a variable lies in many futures: the median, and the middle 50 % and 90 %.</summary>
internal static class FanPanel
{
    public static Panel Of(Fan fan)
    {
        double[] steps = [.. fan.Steps.Select(step => (double)step.Step)];
        return new(NameOf(fan.Variable, fan.Unit),
        [
            new Band(Ink.Imagined, steps, [.. fan.Steps.Select(step => step.Q05)], [.. fan.Steps.Select(step => step.Q95)]),
            new Band(Ink.Imagined, steps, [.. fan.Steps.Select(step => step.Q25)], [.. fan.Steps.Select(step => step.Q75)]),
            new Line(Ink.Imagined, steps, [.. fan.Steps.Select(step => (double?)step.Median)]),
        ]);
    }

    /// <summary>A variable with its unit, where it has one.</summary>
    public static string NameOf(string variable, string? unit) => unit is null ? variable : $"{variable} [{unit}]";
}
