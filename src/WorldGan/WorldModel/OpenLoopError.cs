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
/// Measures a world against true trajectories without correction on the way: from a true state it takes the true actions and its own states. Heads play no
/// part, so a window goes on where the world would end it.
/// </summary>
/// <param name="spec">The world's specification.</param>
/// <param name="normalizer">The units, and which variables are constant.</param>
/// <param name="futures">Sampled futures of each window, whose mean is compared with the truth. One future of a noisy world errs by its noise as well, which a model of the mean is spared.</param>
internal sealed class OpenLoopError(WorldSpec spec, Normalizer normalizer, int futures = 1)
{
    private const int LeastWindows = 30;
    private const ulong Seed = 0;

    /// <summary>The error of a world; null as the world measures persistence, which says that nothing changes.</summary>
    public OpenLoopErrorAt Measure(IWorld? world, OpenLoopWindows windows) =>
        new(windows.Horizon, windows.Count < LeastWindows ? null : Rmse(world, windows), windows.Count);

    private double Rmse(IWorld? world, OpenLoopWindows windows)
    {
        var errors = new double[windows.Ends.Length];
        for (int future = 0; future < futures; future++)
        {
            float[] states = world is null ? windows.Starts : Follow(world, windows, future);
            for (int i = 0; i < errors.Length; i++) errors[i] += Normalizer.Change(spec.State[i % spec.State.Count], windows.Ends[i], states[i]) / (double)futures;
        }

        int[] variables = normalizer.Varying(spec);
        double sum = variables.Sum(j => Enumerable.Range(0, windows.Count).Sum(row => Square(errors[row * spec.State.Count + j] / normalizer.StandardDeviation[j])));
        return Math.Sqrt(sum / Math.Max(variables.Length * windows.Count, 1));
    }

    private float[] Follow(IWorld world, OpenLoopWindows windows, int future)
    {
        var keys = new RowKey[windows.Count];
        float[] states = [.. windows.Starts], next = new float[states.Length];
        var actions = new int[windows.Count];
        var rewards = new float[windows.Count];
        var endings = new Ending[windows.Count];
        for (int t = 0; t < windows.Horizon; t++)
        {
            for (int i = 0; i < keys.Length; i++) (keys[i], actions[i]) = (new RowKey(Seed, (uint)(i * futures + future), (uint)t), windows.Actions[i * windows.Horizon + t]);
            world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = rewards, Endings = endings });
            (states, next) = (next, states);
        }

        return states;
    }

    private static double Square(double value) => value * value;
}
