using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Reporting.Charts;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>What the learned world says of single steps that it was not trained on.</summary>
internal static class OneStepSection
{
    private const int MostVariables = 6, MostPairs = 3;
    private const ulong Seed = 1_000_000_013;

    public static string? Of(ReportSubject subject)
    {
        TransitionSet data = subject.Data;
        int[] continuous = [.. subject.World.Layout.Continuous.Take(MostVariables)];
        int[] classes = [.. subject.World.Layout.Classes.Select(variable => variable.Index).Take(MostVariables)];
        if (continuous.Length + classes.Length == 0) return null;
        var steps = DrawnSteps.Of(subject);
        return Html.Section("step", "One step ahead", [Source.HeldOut, Source.Imagined],
            Html.Paragraph("The change of each variable over one step: what the log says, and what the learned world draws from the same state under the same action. In an exact world the points lie on the diagonal; in a noisy one they spread around it, and then the two histograms must agree."),
            continuous.Length == 0 ? "" : Html.Figure(new Picture("Change of each variable over one step", [.. continuous.SelectMany(j => Panels(steps, data.Spec.State[j], j))]) { Columns = 2, PanelHeight = 210 },
                $"Left: mean of {DrawnSteps.Samples} draws against the logged change. Right: one draw a step, as shares of the steps.", (Ink.Imagined, "drawn"), (Ink.Real, "logged")),
            classes.Length == 0 ? "" : Html.Figure(new Picture("Classes after one step", [.. classes.Select(j => OfClasses(steps, data, j))]) { Columns = 2, PanelHeight = 170 }, "Share of the steps that lead to each class.", (Ink.Imagined, "drawn"), (Ink.Real, "logged")),
            continuous.Length < 2 ? "" : Html.Figure(new Picture("Pairs of changes", [.. Pairs(continuous).Take(MostPairs).Select(pair => Pair(steps, data.Spec, pair))]) { Columns = MostPairs, PanelHeight = 250 },
                "Two changes of the same step against each other: whether what belongs together is drawn together.", (Ink.Imagined, "drawn"), (Ink.Real, "logged")),
            Table(subject));
    }

    private static IEnumerable<Panel> Panels(DrawnSteps steps, StateVariable variable, int j)
    {
        double[] logged = steps.Logged(j), mean = steps.Mean(j);
        double low = logged.Min(), high = logged.Max();
        yield return new Panel(FanPanel.NameOf(variable.Name, variable.Unit), [new Line(Ink.Rule, [low, high], [low, high], "rule"), new Points(Ink.Imagined, [.. logged.Zip(mean)])]) { Across = "logged change" };
        IReadOnlyList<Bars> bars = Histogram.Of((Ink.Real, logged), (Ink.Imagined, steps.Drawn(j)));
        yield return new Panel("", [bars[0], bars[1] with { IsOutline = true }]) { Across = "change" };
    }

    private static Panel OfClasses(DrawnSteps steps, TransitionSet data, int j)
    {
        int classes = data.Spec.State[j].Classes;
        int[] logged = [.. steps.Rows.Select(row => (int)data.NextState(row)[j])], drawn = [.. steps.Next.Select(next => (int)next[j])];
        return new Panel(data.Spec.State[j].Name, Histogram.OfClasses(classes, (Ink.Real, logged), (Ink.Imagined, drawn))) { Names = [.. Enumerable.Range(0, classes).Select(c => $"{c}")], RangeAcross = (0, classes) };
    }

    private static IEnumerable<(int, int)> Pairs(int[] variables) => from a in Enumerable.Range(0, variables.Length) from b in Enumerable.Range(a + 1, variables.Length - a - 1) select (variables[a], variables[b]);

    private static Panel Pair(DrawnSteps steps, WorldSpec spec, (int X, int Y) pair) =>
        new($"change of {spec.State[pair.Y].Name}", [new Points(Ink.Real, [.. steps.Logged(pair.X).Zip(steps.Logged(pair.Y))]), new Points(Ink.Imagined, [.. steps.Drawn(pair.X).Zip(steps.Drawn(pair.Y))])]) { Across = $"change of {spec.State[pair.X].Name}" };

    private static string Table(ReportSubject subject)
    {
        IReadOnlyList<Calibration> variables = Calibration.Measure(subject.World, subject.Data, subject.Split.HeldOut, Seed);
        return variables.Count == 0 ? "" : Html.Table(
            ["variable", "error of the mean", "explained (R²)", "within the middle 50 %", "within the middle 90 %"],
            variables.Select(v => (IReadOnlyList<string>)[v.Variable, Html.Number(v.Rmse), Html.Number(v.R2), Html.Percent(v.Coverage50), Html.Percent(v.Coverage90)]))
            + Html.Paragraph("The error is in standard deviations of the variable in the log. Half of the logged steps should lie within the middle 50 % of what is drawn, and nine in ten within the middle 90 %: fewer, and the world is too sure of itself; more, and it is not sure enough. Where the error is next to nothing the shares tell of rounding alone.");
    }
}
