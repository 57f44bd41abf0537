using WorldGan.Reporting.Charts;

namespace WorldGan.Reporting.Report;

/// <summary>A run as one page of HTML that needs no network and no script, prints well, and is light or dark as its reader has it.</summary>
internal static class ReportPage
{
    /// <summary>How pages look, by day and by night.</summary>
    public const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; max-width: 800px; margin: 0 auto; padding: 24px 16px 80px; background: #ffffff; color: #1f2937; }
        h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 44px 0 8px; } p { margin: 8px 0; } .quiet { color: #5b6472; font-size: 14px; }
        nav { font-size: 14px; margin: 12px 0; } nav a { margin-right: 12px; color: inherit; display: inline-block; }
        .verdict { border-left: 4px solid #2563eb; padding: 4px 12px; margin: 16px 0; font-size: 17px; }
        .source { font-size: 12px; font-weight: 500; border: 1px solid currentColor; border-radius: 9px; padding: 1px 8px; vertical-align: middle; }
        .imagined { color: #2563eb; } .real, .logged, .heldout { color: #b45309; }
        .warnings { border-left: 4px solid #dc2626; margin: 8px 0; padding: 4px 12px 4px 28px; }
        figure { margin: 14px 0; } figure svg { width: 100%; height: auto; } figcaption { font-size: 14px; color: #5b6472; }
        .legend { display: block; } .dot { display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 4px; background: currentColor; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 14px; margin: 8px 0; } th, td { text-align: right; padding: 3px 12px 3px 0; border-bottom: 1px solid #e3e7ec; font-variant-numeric: tabular-nums; }
        th:first-child, td:first-child, .words th, .words td { text-align: left; } th { font-weight: 600; }
        @media (prefers-color-scheme: dark) {
          body { background: #0d1117; color: #e6edf3; } .quiet, figcaption { color: #9aa5b1; } th, td { border-color: #2b333d; }
          .imagined { color: #6ea8fe; } .real, .logged, .heldout { color: #f2a65a; } .verdict { border-color: #6ea8fe; } .warnings { border-color: #ff7b7b; }
        }
        @media print { body { max-width: none; padding: 0; } nav { display: none; } figure, table { break-inside: avoid; } h2 { break-after: avoid; } }
        """;

    /// <summary>Writes the page.</summary>
    public static string Of(ReportSubject subject)
    {
        (string Id, string Title, string Html)[] sections =
        [
            .. new (string, string, string?)[]
            {
                ("returns", "What the policy is worth", ReturnsSection.Of(subject)),
                ("policy", "What the policy does", ActionMapSection.Of(subject)),
                ("log", "What the log holds", LogSection.Of(subject)),
                ("training", "How training went", TrainingSection.Of(subject)),
                ("step", "One step ahead", OneStepSection.Of(subject)),
                ("ahead", "Many steps ahead", OpenLoopSection.Of(subject)),
                ("ends", "Ends and rewards", HeadsSection.Of(subject)),
                ("doubt", "Whether the world knows where it errs", DoubtSection.Of(subject)),
                ("lengths", "How long episodes last", LengthsSection.Of(subject)),
            }.Where(section => section.Item3 is not null).Select(section => (section.Item1, section.Item2, section.Item3!)),
        ];
        string title = $"A learned {subject.Data.Spec.Name}";
        return $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{Html.Text(title)}: {Html.Text(subject.Name)}</title>\n"
            + $"<style>\n{Style}\n{Picture.Style}\n</style>\n</head>\n<body>\n<h1>{Html.Text(title)}</h1>\n{Summary(subject)}"
            + $"<nav>{string.Concat(sections.Select(section => $"<a href=\"#{section.Id}\">{Html.Text(section.Title)}</a> "))}</nav>\n"
            + string.Concat(sections.Select(section => section.Html)) + Foot(subject) + "</body>\n</html>\n";
    }

    private static string Summary(ReportSubject subject)
    {
        string verdict = subject.OffPolicy is { } report ? $"The policy, judged from the log alone: {report.Verdict.Words}." : subject.Policy is null ? "A world alone: no policy was learned." : "The policy has not been judged from the log alone yet.";
        return Html.Paragraph($"Run {subject.Name}: from {subject.Data.Count:N0} logged steps in {subject.Data.EpisodeCount:N0} episodes. Blue is what the learned world says, orange what was logged or happened in the true world.")
            + $"<p class=\"verdict\">{Html.Text(verdict)}</p>\n" + Html.Warnings([.. subject.DataWarnings, .. subject.TrainingWarnings]);
    }

    private static string Foot(ReportSubject subject) =>
        $"<p class=\"quiet\">{Html.Text(string.Join(" · ", subject.Origin.Select(fact => $"{fact.What} {fact.Value}")))}. Learned from the log only; where a number comes from stands beside its heading.</p>\n";
}
