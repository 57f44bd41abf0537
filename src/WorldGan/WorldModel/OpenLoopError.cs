using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>The error of a world k steps after a logged state, under the logged actions.</summary>
/// <param name="Step">k.</param>
/// <param name="Rmse">
/// Root mean square over start states and non-constant variables, at step k only, in units of each state variable's standard deviation in the
/// log; null where fewer than 30 windows of the log are that long.
/// </param>
/// <param name="Windows">Number of windows measured.</param>
public sealed record OpenLoopErrorAt(int Step, double? Rmse, int Windows);

/// <summary>
/// Measures a world against held-out episodes without correction on the way: from a logged state it takes the logged actions and its own states.
/// One sampled future a window; heads play no part, so a window goes on where the world would end it.
/// </summary>
internal sealed class OpenLoopError(TransitionSet data, EpisodeSplit split, IWorld world)
{
    private const int LeastWindows = 30;
    private const int MostWindows = 1000;
    private const ulong Seed = 0;

    private readonly Normalizer _normalizer = Normalizer.Measure(data);

    public IReadOnlyList<OpenLoopErrorAt> Measure(IReadOnlyList<int> steps) => [.. steps.Select(Measure)];

    private OpenLoopErrorAt Measure(int horizon)
    {
        int[] windows = Windows(horizon);
        if (windows.Length < LeastWindows) return new OpenLoopErrorAt(horizon, null, windows.Length);
        int width = data.Width;
        int[] variables = _normalizer.Varying(data.Spec);
        var keys = new RowKey[windows.Length];
        float[] states = [.. windows.SelectMany(row => data.State(row).ToArray())];
        var next = new float[states.Length];
        var actions = new int[windows.Length];
        var rewards = new float[windows.Length];
        var endings = new Ending[windows.Length];
        for (int t = 0; t < horizon; t++)
        {
            for (int i = 0; i < windows.Length; i++)
            {
                keys[i] = new RowKey(Seed, (uint)i, (uint)t);
                actions[i] = data.Actions[windows[i] + t];
            }

            world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = rewards, Endings = endings });
            (states, next) = (next, states);
        }

        double sum = 0;
        for (int i = 0; i < windows.Length; i++)
            foreach (int j in variables)
            {
                double error = Normalizer.Change(data.Spec.State[j], data.NextState(windows[i] + horizon - 1)[j], states[i * width + j]) / _normalizer.StandardDeviation[j];
                sum += error * error;
            }

        return new OpenLoopErrorAt(horizon, Math.Sqrt(sum / Math.Max(windows.Length * variables.Length, 1)), windows.Length);
    }

    // Evenly spread over all held-out windows of that length.
    private int[] Windows(int horizon)
    {
        IEnumerable<(int First, int End)> runs = split.HeldOutEpisodes.Length > 0
            ? split.HeldOutEpisodes.Select(e => (data.EpisodeStarts[e], data.EpisodeStarts[e + 1]))
            : [(split.HeldOut[0], split.HeldOut[^1] + 1)];
        int[] all = [.. runs.SelectMany(run => Enumerable.Range(run.First, Math.Max(0, run.End - run.First - horizon + 1)))];
        return all.Length <= MostWindows ? all : [.. Enumerable.Range(0, MostWindows).Select(i => all[(int)((long)i * all.Length / MostWindows)])];
    }
}
