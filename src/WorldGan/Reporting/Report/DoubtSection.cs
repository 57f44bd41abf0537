using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Reporting.Charts;
using WorldGan.WorldModel;

namespace WorldGan.Reporting.Report;

/// <summary>Whether members of the ensemble disagree where they err.</summary>
internal static class DoubtSection
{
    private const int MostRows = 600, Groups = 8;

    public static string? Of(ReportSubject subject)
    {
        WorldModelLayout layout = subject.World.Layout;
        if (subject.World.MemberCount < 2 || layout.Outcomes == 0) return null;
        (double Spread, double Error)[] steps = Measure(subject);
        (double, double?)[] groups = [.. steps.OrderBy(step => step.Spread).Chunk(Math.Max(1, steps.Length / Groups)).Select(group => (group.Average(step => step.Spread), (double?)group.Average(step => step.Error)))];
        return Html.Section("doubt", "Whether the world knows where it errs", [Source.HeldOut, Source.Imagined],
            Html.Paragraph($"How far the members of the ensemble disagree about a step, against how far their mean is from what was logged. Where the line rises, disagreement is a warning that can be believed; the rank correlation is {Html.Number(Ranks.Correlation([.. steps.Select(step => step.Spread)], [.. steps.Select(step => step.Error)]))}. In a noisy world most of the error is the world's own chance, which no member can know, and the line is flat."),
            Html.Figure(new Picture("Disagreement against error", [new Panel("error of the mean", [new Points(Ink.Imagined, steps), new Line(Ink.Real, [.. groups.Select(group => group.Item1)], [.. groups.Select(group => group.Item2)])]) { Across = "disagreement of the members" }]) { PanelHeight = 260 },
                "Both in standard deviations of the variables in the log.", (Ink.Imagined, "a held-out step"), (Ink.Real, "mean of an eighth of them")));
    }

    private static (double, double)[] Measure(ReportSubject subject)
    {
        (TransitionSet data, WorldModelLayout layout) = (subject.Data, subject.World.Layout);
        var mean = new EnsembleMean(subject.World);
        var expected = new double[layout.Outcomes];
        return [.. RowSelection.Spread(subject.Split.HeldOut, MostRows).Select(row =>
        {
            double spread = mean.At(data.State(row), data.Actions[row], expected), square = 0;
            for (int o = 0; o < expected.Length; o++)
            {
                int j = layout.Continuous[o];
                double error = expected[o] - Normalizer.Change(data.Spec.State[j], data.State(row)[j], data.NextState(row)[j]) / subject.World.Normalizer.StandardDeviation[j];
                square += error * error;
            }

            return (spread, Math.Sqrt(square / expected.Length));
        })];
    }
}
