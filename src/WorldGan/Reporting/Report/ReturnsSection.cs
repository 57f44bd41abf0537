using WorldGan.Evaluation;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Evaluation.Statistics;
using WorldGan.Reporting.Charts;

namespace WorldGan.Reporting.Report;

/// <summary>Returns of the policy and of what it must be compared with, each with its interval and where it comes from.</summary>
internal static class ReturnsSection
{
    private const string Log = "the log's episodes";

    public static string Of(ReportSubject subject)
    {
        (string Name, Ink Ink, ReturnStatistics Returns)[] rows = [.. Rows(subject).Where(row => row.Returns.Mean is not null)];
        string discounted = subject.OffPolicy is { } report ? OffPolicy(report) : "";
        if (rows.Length == 0) return Html.Section("returns", "What the policy is worth", [], Html.Paragraph("Nothing was played."), discounted);
        Panel panel = new("return of an episode", [.. rows.Select((row, i) => Layer(row.Ink, i, row.Returns))]) { Rows = [.. rows.Select(row => row.Name)] };
        return Html.Section("returns", "What the policy is worth", [.. Sources(rows), Source.Imagined],
            Html.Figure(new Picture("Returns", [panel]) { PanelHeight = 60 + 24 * rows.Length, Left = 230 }, "Mean undiscounted return with its 90 % interval, as far as the number of episodes tells.", (Ink.Imagined, "imagined"), (Ink.Real, "in the true world, or logged")),
            Html.Table(["who", "mean", "deviation", "episodes"], rows.Select(row => (IReadOnlyList<string>)[$"{row.Name}{(row.Ink == Ink.Imagined ? ", imagined" : "")}", Html.Number(row.Returns.Mean), Html.Number(row.Returns.StandardDeviation), $"{row.Returns.Episodes:N0}"])),
            Support(subject), discounted);
    }

    private static IEnumerable<(string Name, Ink Ink, ReturnStatistics Returns)> Rows(ReportSubject subject)
    {
        yield return ("learned policy", Ink.Real, subject.Returns.Policy);
        if (subject.Forecast.Policy is { } forecast) yield return ("learned policy", Ink.Imagined, forecast.Returns);
        yield return (Log, Ink.Real, subject.Returns.Logged);
        yield return ("random policy", Ink.Real, subject.Returns.Random);
        yield return ("random policy", Ink.Imagined, subject.Forecast.Random.Returns);
        foreach ((string name, ReturnStatistics real, ReturnStatistics imagined) in subject.Others.Where(other => other.Name != "random"))
        {
            yield return (name, Ink.Real, real);
            yield return (name, Ink.Imagined, imagined);
        }
    }

    private static IEnumerable<Source> Sources((string Name, Ink Ink, ReturnStatistics Returns)[] rows)
    {
        if (rows.Any(row => row.Ink == Ink.Real && row.Name != Log)) yield return Source.Real;
        if (rows.Any(row => row.Name == Log)) yield return Source.Logged;
    }

    private static Estimate Layer(Ink ink, int row, ReturnStatistics returns)
    {
        double margin = returns.Episodes < 2 ? 0 : StudentQuantile.At95(returns.Episodes - 1) * returns.StandardDeviation!.Value / Math.Sqrt(returns.Episodes);
        return new Estimate(ink, row, returns.Mean!.Value, returns.Mean.Value - margin, returns.Mean.Value + margin);
    }

    private static string Support(ReportSubject subject) => subject.Forecast.Policy is { LeftSupportShare: > 0 and var share }
        ? Html.Warnings([$"{Html.Percent(share)} of the policy's imagined episodes left what the log knows: what it earns there nobody can say."])
        : "";

    private static string OffPolicy(OffPolicyReport report)
    {
        (string, double?, Interval?)[] rows =
        [
            ("by the learned world", report.Model?.Value.Value, report.Model?.Interval), ("by values fitted on the log", report.Fitted?.Value, report.Fitted?.Interval),
            (report.Weighted is { } weighted ? $"by logged rewards, weighted (worth {Html.Number(weighted.EffectiveEpisodes)} episodes)" : "", report.Weighted?.Value, report.Weighted?.Interval),
            ("the log's own episodes", report.Logged?.Value, report.Logged?.Interval),
        ];
        return Html.Paragraph("Without trying it: the mean discounted return of an episode, from the beginnings of logged ones.")
            + Html.Table(["", "estimate", "90 % interval"], rows.Where(row => row.Item2 is not null).Select(row => (IReadOnlyList<string>)[row.Item1, Html.Number(row.Item2!.Value), $"{Html.Number(row.Item3!.Value.Low)} to {Html.Number(row.Item3.Value.High)}"]));
    }
}
