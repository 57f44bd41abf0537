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
/// Measures a world against true trajectories without correction on the way: from a true state it takes the true actions and its own states.
/// One sampled future a window; heads play no part, so a window goes on where the world would end it.
/// </summary>
/// <param name="spec">The world's specification.</param>
/// <param name="normalizer">The units, and which variables are constant.</param>
internal sealed class OpenLoopError(WorldSpec spec, Normalizer normalizer)
{
    private const int LeastWindows = 30;
    private const ulong Seed = 0;

    /// <summary>The error of a world; null as the world measures persistence, which says that nothing changes.</summary>
    public OpenLoopErrorAt Measure(IWorld? world, OpenLoopWindows windows) =>
        new(windows.Horizon, windows.Count < LeastWindows ? null : Rmse(world is null ? windows.Starts : Follow(world, windows), windows.Ends), windows.Count);

    private static float[] Follow(IWorld world, OpenLoopWindows windows)
    {
        var keys = new RowKey[windows.Count];
        float[] states = [.. windows.Starts], next = new float[states.Length];
        var actions = new int[windows.Count];
        var rewards = new float[windows.Count];
        var endings = new Ending[windows.Count];
        for (int t = 0; t < windows.Horizon; t++)
        {
            for (int i = 0; i < keys.Length; i++) (keys[i], actions[i]) = (new RowKey(Seed, (uint)i, (uint)t), windows.Actions[i * windows.Horizon + t]);
            world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = rewards, Endings = endings });
            (states, next) = (next, states);
        }

        return states;
    }

    private double Rmse(float[] states, float[] truth)
    {
        double sum = 0;
        int width = spec.State.Count;
        int[] variables = normalizer.Varying(spec);
        for (int row = 0; row < states.Length; row += width)
            foreach (int j in variables)
            {
                double error = Normalizer.Change(spec.State[j], truth[row + j], states[row + j]) / normalizer.StandardDeviation[j];
                sum += error * error;
            }

        return Math.Sqrt(sum / Math.Max(states.Length / width * variables.Length, 1));
    }
}
