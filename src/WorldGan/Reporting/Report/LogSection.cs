using WorldGan.Datasets;
using WorldGan.Reporting.Charts;
using WorldGan.Worlds;

namespace WorldGan.Reporting.Report;

/// <summary>What a log covers: variables, actions, rewards and lengths of episodes.</summary>
internal static class LogSection
{
    public static string Of(ReportSubject subject)
    {
        TransitionSet data = subject.Data;
        int[] actions = [.. Enumerable.Range(0, data.Spec.Actions.Count).Select(a => data.Actions.Count(taken => taken == a))];
        string balance = string.Join(", ", data.Spec.Actions.Select((action, a) => $"{action.Name} {Html.Percent((double)actions[a] / data.Count)}"));
        return Html.Section("log", "What the log holds", [Source.Logged],
            Html.Paragraph($"{data.Count:N0} steps in {data.EpisodeCount:N0} episodes; {Endings(data)}. Actions: {balance}. What the log does not cover, nobody has learned: where bars are missing below, the learned world guesses, and beyond their ends it says so."),
            Html.Figure(new Picture("Distribution of each variable in the log", [.. Marginals.Of((Ink.Real, data))]) { Columns = 3, PanelHeight = 150 }, "Share of the steps, and of lengths the share of the episodes. An angle's circle is cut at ±π."));
    }

    private static string Endings(TransitionSet data)
    {
        int terminal = data.Endings.Count(ending => ending == Ending.Terminal), limit = data.Endings.Count(ending => ending == Ending.TimeLimit), stops = data.EpisodeCount - terminal - limit;
        return $"{terminal:N0} ended, {limit:N0} were cut by the step limit, {stops:N0} simply stop";
    }
}
