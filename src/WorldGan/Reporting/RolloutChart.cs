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
    /// <summary>Draws them as SVG that stands alone, light or dark as its reader has it. Angles are followed past ±π; categories, which have no order, are left out.</summary>
    /// <param name="rollouts">At least one; more than a few hundred are hard to tell apart.</param>
    public static string Draw(RolloutBatch rollouts)
    {
        ArgumentNullException.ThrowIfNull(rollouts);
        IReadOnlyList<StateVariable> variables = rollouts.Spec.State;
        Panel[] panels = [.. Enumerable.Range(0, variables.Count).Where(j => variables[j] is { StepsBack: 0, Kind: not VariableKind.Category }).Select(j => PanelOf(rollouts, j))];
        if (panels.Length == 0) panels = [new Panel("No variable has an order.", [])];
        return new Picture(FormattableString.Invariant($"{rollouts.Count:N0} imagined futures"), panels)
        {
            Caption = "A line for each future; it stops where its episode ends, or where the world no longer knows.",
            Across = "steps from now",
        }.Alone();
    }

    private static Panel PanelOf(RolloutBatch rollouts, int variable)
    {
        StateVariable about = rollouts.Spec.State[variable];
        return new Panel(FanPanel.NameOf(about.Name, about.Unit), [.. Enumerable.Range(0, rollouts.Count).Select(row => LineOf(rollouts, row, variable))]) { RangeAcross = (0, Math.Max(1, rollouts.Lengths.Max())) };
    }

    private static Line LineOf(RolloutBatch rollouts, int row, int variable)
    {
        bool isAngle = rollouts.Spec.State[variable].Kind == VariableKind.Angle;
        double value = rollouts.State(row, 0)[variable];
        var values = new List<double?> { value };
        for (int t = 1; t <= rollouts.Lengths[row]; t++)
        {
            float next = rollouts.State(row, t)[variable];
            value = isAngle ? value + ExactMath.WrapAngle(next - rollouts.State(row, t - 1)[variable]) : next;
            values.Add(value);
        }

        return new Line(Ink.Imagined, [.. Enumerable.Range(0, values.Count).Select(t => (double)t)], values, "thin");
    }
}
