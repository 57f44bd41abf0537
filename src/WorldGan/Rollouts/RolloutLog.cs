using System.Globalization;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Rollouts;

/// <summary>Rollouts in the form of logged episodes, so that whatever reads a log reads them too.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// LogFile.Write("imagined.csv", run.World.Spec, RolloutLog.Episodes(run.Imagine(10)));
/// </code></example>
public static class RolloutLog
{
    /// <summary>
    /// One episode a row, named by its trajectory. A terminal stays a terminal and the step limit a truncation; a row that left the support, met
    /// a step that is not finite or ran to the horizon simply stops, as a log does whose recording was switched off. A row without a step is left out. States are the present ones: earlier steps stand before them in the log.
    /// </summary>
    public static IEnumerable<Episode> Episodes(RolloutBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int row = 0; row < batch.Count; row++)
            if (batch.Lengths[row] > 0) yield return ToEpisode(batch, row);
    }

    private static Episode ToEpisode(RolloutBatch batch, int row)
    {
        int steps = batch.Lengths[row], first = row * batch.Horizon, present = new StateStack(batch.Spec).Present;
        return new Episode
        {
            Id = batch.Starts[row].Trajectory.ToString(CultureInfo.InvariantCulture),
            FirstStep = (int)batch.Starts[row].Step,
            States = [.. Enumerable.Range(0, steps + 1).SelectMany(t => batch.State(row, t)[..present].ToArray()).Select(value => (double)value)],
            Actions = batch.Actions[first..(first + steps)],
            Rewards = [.. batch.Rewards[first..(first + steps)].Select(value => (double)value)],
            Ending = batch.Endings[row] is Ending.Terminal or Ending.TimeLimit ? batch.Endings[row] : Ending.None,
        };
    }
}
