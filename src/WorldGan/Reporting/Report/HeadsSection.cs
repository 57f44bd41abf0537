using WorldGan.Datasets;
using WorldGan.Evaluation.Statistics;
using WorldGan.Reporting.Charts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>Whether ends and rewards are judged rightly where the next state is known.</summary>
internal static class HeadsSection
{
    private const int MostPoints = 1500;

    // Ends are rare: most steps are judged safe, and the few doubtful ones deserve stretches of their own.
    private static readonly double[] Edges = [0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1];

    public static string? Of(ReportSubject subject)
    {
        WorldModelLayout layout = subject.World.Layout;
        string ends = layout.LearnsTerminal ? Ends(subject) : Html.Paragraph(layout.KnownTerminal is null ? "The log has no true end, so the learned world never ends an episode." : "When an episode ends is known from world.json and not learned.");
        string rewards = layout.LearnsReward ? Rewards(subject) : Html.Paragraph(!subject.Data.HasRewards ? "The log has no rewards." : layout.KnownReward is null ? "The reward is the same throughout the log." : "The reward is known from world.json and not learned.");
        return Html.Section("ends", "Ends and rewards", [Source.HeldOut], ends, rewards);
    }

    /// <summary>How often steps ended beside how often they were said to, in stretches of what was said.</summary>
    /// <param name="steps">What was said of each step, from 0 to 1, and what came.</param>
    internal static Panel EndsPanel(IReadOnlyList<(double Probability, bool Ended)> steps)
    {
        (double Low, double High, (double Probability, bool Ended)[] In)[] bins = [.. Enumerable.Range(0, Edges.Length - 1)
            .Select(i => (Low: Edges[i], High: Edges[i + 1], In: steps.Where(step => step.Probability >= Edges[i] && (step.Probability < Edges[i + 1] || i == Edges.Length - 2)).ToArray()))
            .Where(bin => bin.In.Length > 0)];
        return new Panel("share of them that ended", [.. bins.SelectMany((bin, row) => Layers(bin.In, row))])
        {
            Rows = [.. bins.Select(bin => $"{Html.Percent(bin.Low)} to {Html.Percent(bin.High)}: {bin.In.Length:N0}")],
            RangeAcross = (0, 1),
        };
    }

    private static string Ends(ReportSubject subject)
    {
        TransitionSet data = subject.Data;
        var heads = new HeadPrediction(subject.World);
        (double Probability, bool Ended)[] steps = [.. subject.Split.HeldOut.Select(row => (heads.Terminal(data.State(row), data.Actions[row], data.NextState(row)), data.Endings[row] == Ending.Terminal))];
        Panel panel = EndsPanel(steps);
        return Html.Paragraph($"{steps.Count(step => step.Ended):N0} of {steps.Length:N0} held-out steps ended their episode. Of the steps that are said to end with a probability of 30 %, three in ten should have ended.")
            + Html.Figure(new Picture("Ends", [panel]) { PanelHeight = 60 + 24 * panel.Rows!.Count, Left = 190 },
                "At the left between which probabilities a step was said to end, and the number of such steps. The intervals are of 90 %: what was said should lie within them.",
                (Ink.Imagined, "said, on average"), (Ink.Real, "ended"));
    }

    private static IEnumerable<Layer> Layers((double Probability, bool Ended)[] steps, int row)
    {
        int ended = steps.Count(step => step.Ended);
        double said = steps.Average(step => step.Probability);
        Interval interval = Proportion.Interval90([(ended, steps.Length)]);
        yield return new Estimate(Ink.Real, row, (double)ended / steps.Length, interval.Low, interval.High);
        yield return new Estimate(Ink.Imagined, row, said, said, said);
    }

    private static string Rewards(ReportSubject subject)
    {
        TransitionSet data = subject.Data;
        var heads = new HeadPrediction(subject.World);
        (double, double)[] points = [.. RowSelection.Spread(subject.Split.HeldOut, MostPoints).Select(row => ((double)data.Rewards[row], heads.Reward(data.State(row), data.Actions[row], data.NextState(row))))];
        double low = points.Min(point => point.Item1), high = points.Max(point => point.Item1);
        return Html.Figure(new Picture("Reward of a step", [new Panel("predicted reward", [new Line(Ink.Rule, [low, high], [low, high], "rule"), new Points(Ink.Imagined, points)]) { Across = "logged reward" }]) { PanelHeight = 280 },
            "Predicted from the step and its logged next state, against the logged reward.");
    }
}
