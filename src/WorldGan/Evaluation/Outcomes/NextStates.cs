using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>Draws next states.</summary>
internal static class NextStates
{
    /// <summary>Many next states of one state and action. An ensemble's members take turns as they do in rollouts: each sample is a trajectory of its own.</summary>
    /// <param name="world">A true or a learned world.</param>
    /// <param name="state">[S] the state.</param>
    /// <param name="action">The action.</param>
    /// <param name="samples">Number of samples.</param>
    /// <param name="first">The key of the first sample; those that follow count its trajectory up.</param>
    /// <returns>[samples, S] next states.</returns>
    public static float[] Draw(IWorld world, ReadOnlySpan<float> state, int action, int samples, RowKey first)
    {
        int width = state.Length;
        var (states, next, keys, actions) = (new float[samples * width], new float[samples * width], new RowKey[samples], new int[samples]);
        for (int s = 0; s < samples; s++)
        {
            state.CopyTo(states.AsSpan(s * width));
            keys[s] = first with { Trajectory = first.Trajectory + (uint)s };
        }

        Array.Fill(actions, action);
        world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = next, Rewards = new float[samples], Endings = new Ending[samples] });
        return next;
    }
}
