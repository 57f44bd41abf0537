using WorldGan.Numerics;
using WorldGan.Reporting.Charts;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Reporting;

/// <summary>Rollouts as a picture: a line for each, over each variable.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// File.WriteAllText("futures.svg", RolloutChart.Draw(run.Imagine(100)));
/// </code></example>
public static class RolloutChart
{
    /// <summary>More lines nobody can tell apart, nor more points on one; and so many points in all, about 20 bytes each, keep the picture at some megabytes.</summary>
    private const int MostLines = 400, MostPointsOfLine = 200, MostPoints = 400_000;

    /// <summary>Draws them as SVG that stands alone, light or dark as its reader has it. Angles are followed past ±π; categories, which have no order, are left out.</summary>
    /// <param name="rollouts">At least one. Of more than a few hundred, which are hard to tell apart, and of long ones only some futures and steps are drawn, evenly chosen.</param>
    public static string Draw(RolloutBatch rollouts)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        IReadOnlyList<StateVariable> variables = rollouts.Spec.State;
        int[] drawn = [.. Enumerable.Range(0, variables.Count).Where(j => variables[j] is { StepsBack: 0, Kind: not VariableKind.Category })];
        int longest = Math.Max(1, rollouts.Lengths.Max()), stride = (longest + MostPointsOfLine - 2) / (MostPointsOfLine - 1);
        int lines = Math.Min(rollouts.Count, Math.Clamp(MostPoints / Math.Max(1, drawn.Length) / (longest / stride + 2), 1, MostLines));
        int[] rows = [.. Enumerable.Range(0, lines).Select(i => (int)((long)i * rollouts.Count / lines))];
        string whom = lines == rollouts.Count ? "each future" : FormattableString.Invariant($"each of {lines:N0} of them");
        Panel[] panels = [.. drawn.Select(j => PanelOf(rollouts, rows, stride, j))];
        if (panels.Length == 0) panels = [new Panel("No variable has an order.", [])];
        return new Picture(FormattableString.Invariant($"{rollouts.Count:N0} imagined futures"), panels)
        {
            Caption = $"A line for {whom}; it stops where its episode ends, or where the world no longer knows.",
            Across = "steps from now",
        }.Alone();
    }

    private static Panel PanelOf(RolloutBatch rollouts, int[] rows, int stride, int variable)
    {
        StateVariable about = rollouts.Spec.State[variable];
        return new Panel(FanPanel.NameOf(about.Name, about.Unit), [.. rows.Select(row => LineOf(rollouts, row, stride, variable))]) { RangeAcross = (0, Math.Max(1, rollouts.Lengths.Max())) };
    }

    private static Line LineOf(RolloutBatch rollouts, int row, int stride, int variable)
    {
        bool isAngle = rollouts.Spec.State[variable].Kind == VariableKind.Angle;
        int last = rollouts.Lengths[row];
        double value = rollouts.State(row, 0)[variable];
        List<double> steps = [0];
        List<double?> values = [value];
        for (int t = 1; t <= last; t++)
        {
            float next = rollouts.State(row, t)[variable];
            value = isAngle ? value + ExactMath.WrapAngle(next - rollouts.State(row, t - 1)[variable]) : next;
            if (t % stride != 0 && t != last) continue;
            steps.Add(t);
            values.Add(value);
        }

        return new Line(Ink.Imagined, steps, values, "thin");
    }
}
