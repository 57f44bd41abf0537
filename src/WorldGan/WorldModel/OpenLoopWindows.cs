using WorldGan.Datasets;

namespace WorldGan.WorldModel;

/// <summary>Stretches of true trajectories of the same length, against which a world is measured that gets their first states and their actions.</summary>
/// <param name="Horizon">H, steps of each window.</param>
/// <param name="Starts">[W, S] first states.</param>
/// <param name="Actions">[W, H] actions taken.</param>
/// <param name="Ends">[W, S] states after H steps.</param>
internal sealed record OpenLoopWindows(int Horizon, float[] Starts, int[] Actions, float[] Ends)
{
    private const int Most = 1000;

    /// <summary>W.</summary>
    public int Count => Actions.Length / Horizon;

    /// <summary>Those of held-out episodes, evenly spread where there are too many.</summary>
    public static OpenLoopWindows HeldOut(TransitionSet data, EpisodeSplit split, int horizon)
    {
        IEnumerable<(int First, int End)> runs = split.HeldOutEpisodes.Length > 0
            ? split.HeldOutEpisodes.Select(e => (data.EpisodeStarts[e], data.EpisodeStarts[e + 1]))
            : [(split.HeldOut[0], split.HeldOut[^1] + 1)];
        int[] all = [.. runs.SelectMany(run => Enumerable.Range(run.First, Math.Max(0, run.End - run.First - horizon + 1)))];
        int[] rows = RowSelection.Spread(all, Most);
        return new OpenLoopWindows(
            horizon,
            [.. rows.SelectMany(row => data.State(row).ToArray())],
            [.. rows.SelectMany(row => data.Actions[row..(row + horizon)])],
            [.. rows.SelectMany(row => data.NextState(row + horizon - 1).ToArray())]);
    }
}
