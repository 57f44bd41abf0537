using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Reporting.Charts;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>How long episodes last in the log and in the learned world.</summary>
internal static class LengthsSection
{
    private const int Episodes = 200;
    private const ulong Seed = 1_000_000_019;

    public static string? Of(ReportSubject subject)
    {
        int[] logged = LoggedLengths(subject.Data);
        if (logged.Length < 2) return null;
        Layer[] lines =
        [
            Survival(Ink.Real, logged), Survival(Ink.Third, Imagined(subject, new RandomPolicy(subject.World.Spec))),
            .. subject.Policy is { } policy ? new[] { Survival(Ink.Imagined, Imagined(subject, policy)) } : [],
        ];
        return Html.Section("lengths", "How long episodes last", [Source.Logged, Source.Imagined],
            Html.Paragraph("Share of the episodes that last longer than so many steps. Where the log was made by a random policy, the imagined random episodes must last as long as the logged ones."),
            Html.Figure(new Picture("Lengths of episodes", [new Panel("share that lasts longer", lines) { Range = (0, 1), Across = "steps" }]) { PanelHeight = 260 }, $"{logged.Length:N0} logged episodes that are whole, {Episodes} imagined ones of each policy.",
                [(Ink.Real, "logged"), (Ink.Third, "random policy, imagined"), .. subject.Policy is null ? [] : new[] { (Ink.Imagined, "learned policy, imagined") }]));
    }

    private static int[] LoggedLengths(TransitionSet data) =>
        [.. Enumerable.Range(0, data.EpisodeCount).Where(e => data.Steps[data.EpisodeStarts[e]] == 0 && data.Endings[data.EpisodeStarts[e + 1] - 1] != Ending.None).Select(e => data.EpisodeStarts[e + 1] - data.EpisodeStarts[e])];

    private static int[] Imagined(ReportSubject subject, IPolicy policy) =>
        PlayedEpisodes.Play(subject.World, policy, new EvaluationOptions { Episodes = Episodes, Seed = Seed }, subject.Threads, CancellationToken.None).Steps;

    private static Line Survival(Ink ink, int[] lengths)
    {
        int[] sorted = [.. lengths.Order()];
        (double X, double? Y)[] steps = [(0, 1), .. sorted.SelectMany((length, i) => new (double, double?)[] { (length, 1 - (double)i / sorted.Length), (length, 1 - (i + 1.0) / sorted.Length) })];
        return new Line(ink, [.. steps.Select(step => step.X)], [.. steps.Select(step => step.Y)]);
    }
}
