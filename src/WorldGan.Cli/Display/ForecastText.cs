using System.Globalization;
using WorldGan.Evaluation.Futures;

namespace WorldGan.Cli.Display;

/// <summary>A forecast as tables for people.</summary>
internal static class ForecastText
{
    private const int Lines = 10;                          // of a table, beside the last step

    /// <summary>Beyond this share of futures that were lost, nothing can be said.</summary>
    private const double MostUnknown = 1.0 / 3;

    public static void Write(TextWriter output, Forecast forecast)
    {
        WriteEvent(output, forecast);
        output.WriteLine();
        output.WriteLine($"{"by step",-10}{"probability",12}{"90 % interval",22}{"lost before",14}");
        foreach (EventByStep step in Some(forecast.Steps)) output.WriteLine($"{step.Step,-10}{Percent(step.Probability),12}{Range(step),22}{Number(step.Unknown),14}");
        foreach (Fan fan in forecast.Fans) WriteFan(output, fan);
    }

    private static void WriteEvent(TextWriter output, Forecast forecast)
    {
        EventByStep within = forecast.Within;
        double lost = (double)within.Unknown / forecast.Futures;
        string probability = lost > MostUnknown ? "cannot tell" : Percent(within.Probability);
        output.WriteLine($"{forecast.Event}, within {Words.Count(forecast.Horizon, "step")}: {probability} (90 % interval {Range(within)})");
        output.WriteLine($"  The interval holds the chance of {Words.Count(forecast.Futures, "future")}{Disagreement(forecast)}. What the log cannot teach is not in it.");
        if (within.Unknown > 0)
            output.WriteLine($"  {Percent(lost)} of the futures left what the log knows before it could happen ({Number(within.Unknown)}); the interval's ends count them as never and as always{(lost > MostUnknown ? ": too many to say anything" : "")}.");
        FutureEndings ended = forecast.Endings;
        output.WriteLine($"  {Number(ended.Terminal)} came to a true end, {Number(ended.TimeLimit)} to the step limit, {Number(ended.Horizon)} to the horizon, {Number(ended.LeftSupport)} left what the log knows, {Number(ended.Invalid)} met a step that is not finite.");
    }

    private static string Disagreement(Forecast forecast) => forecast.Members.Count < 2 ? "" :
        $" and the disagreement of {forecast.Members.Count} members, who saw it in {string.Join(", ", forecast.Members.Select(member => Percent(member.Futures > 0 ? (double)member.Happened / member.Futures : null)))}";

    private static void WriteFan(TextWriter output, Fan fan)
    {
        output.WriteLine();
        output.WriteLine($"{(fan.Unit is { } unit ? $"{fan.Variable} [{unit}]" : fan.Variable)}: where it lies in the futures that still run");
        output.WriteLine($"{"after step",-10}{"5 %",12}{"25 %",12}{"median",12}{"75 %",12}{"95 %",12}{"futures",12}");
        foreach (FanStep step in Some(fan.Steps))
            output.WriteLine($"{step.Step,-10}{string.Concat(new[] { step.Q05, step.Q25, step.Median, step.Q75, step.Q95 }.Select(q => $"{q.ToString("G4", CultureInfo.InvariantCulture),12}"))}{Number(step.Futures),12}");
    }

    /// <summary>Some steps, spread evenly, and the last one.</summary>
    private static IEnumerable<T> Some<T>(IReadOnlyList<T> steps)
    {
        int last = steps.Count - 1, lines = Math.Min(last, Lines);
        return Enumerable.Range(0, lines).Select(i => (int)((long)i * last / lines)).Append(last).Select(at => steps[at]);
    }

    private static string Range(EventByStep step) => $"{Percent(step.Interval.Low)} to {Percent(step.Interval.High)}";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double? share) => share is { } number ? (number * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "unknown";
}
