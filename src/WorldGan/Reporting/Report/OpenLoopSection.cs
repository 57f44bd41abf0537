using WorldGan.Datasets;
using WorldGan.Evaluation.Futures;
using WorldGan.Numerics;
using WorldGan.Reporting.Charts;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>Held-out episodes beside the futures that the learned world imagines from their first states, under their actions.</summary>
internal static class OpenLoopSection
{
    private const int Episodes = 2, Futures = 64, MostSteps = 50, LeastSteps = 3, LeastFutures = 8;
    private const ulong Seed = 1_000_000_017;

    public static string? Of(ReportSubject subject)
    {
        TransitionSet data = subject.Data;
        int[] longest = [.. subject.Split.HeldOutEpisodes.Where(e => Length(data, e) >= LeastSteps).OrderByDescending(e => Length(data, e)).ThenBy(e => e).Take(Episodes)];
        Panel[][] columns = [.. longest.Select(e => Panels(subject, e))];
        if (columns.Length == 0 || columns[0].Length == 0) return null;
        return Html.Section("ahead", "Many steps ahead", [Source.HeldOut, Source.Imagined],
            Html.Paragraph($"The longest held-out episodes, up to {MostSteps} steps of each. The learned world gets the first state and the actions, and nothing else; it goes on from its own states. As long as the logged line stays in the band, the world can be believed that far ahead."),
            Html.Figure(new Picture("Futures of held-out episodes", [.. Enumerable.Range(0, columns[0].Length).SelectMany(i => columns.Select(column => column[i]))]) { Columns = columns.Length, PanelHeight = 160, Across = "steps" },
                $"Median, middle 50 % and middle 90 % of {Futures} imagined futures, of those that still run, as long as they are {LeastFutures} or more.", (Ink.Imagined, "imagined"), (Ink.Real, "logged")));
    }

    private static Panel[] Panels(ReportSubject subject, int episode)
    {
        TransitionSet data = subject.Data;
        int first = data.EpisodeStarts[episode], steps = Math.Min(Length(data, episode), MostSteps);
        RowKey[] keys = [.. Enumerable.Range(0, Futures).Select(i => new RowKey(Seed, (uint)i, (uint)data.Steps[first]))];
        var starts = new StartStates(keys, [.. keys.SelectMany(_ => data.State(first).ToArray())]);
        RolloutBatch batch = RolloutEngine.Run(subject.World, new PlannedPolicy(data.Actions[first..(first + steps)], (uint)data.Steps[first]), starts, steps, subject.Threads);
        string[] names = [.. data.Spec.State.Select(variable => variable.Name)];
        return [.. Fans.Of(batch).Select(fan => FanPanel.Of(fan with { Steps = [.. fan.Steps.TakeWhile(step => step.Futures >= LeastFutures)] }) is var panel ? panel with { Layers = [.. panel.Layers, Logged(data, first, steps, Array.IndexOf(names, fan.Variable))] } : panel)];
    }

    // Angles are followed past ±π, as those of the fans are.
    private static Line Logged(TransitionSet data, int first, int steps, int variable)
    {
        double value = data.State(first)[variable];
        var values = new List<double?> { value };
        for (int t = 0; t < steps; t++)
        {
            float next = data.NextState(first + t)[variable];
            value = data.Spec.State[variable].Kind == VariableKind.Angle ? value + ExactMath.WrapAngle(next - data.State(first + t)[variable]) : next;
            values.Add(value);
        }

        return new Line(Ink.Real, [.. Enumerable.Range(0, steps + 1).Select(t => (double)t)], values);
    }

    private static int Length(TransitionSet data, int episode) => data.EpisodeStarts[episode + 1] - data.EpisodeStarts[episode];
}
