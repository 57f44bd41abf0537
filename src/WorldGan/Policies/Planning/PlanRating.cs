using WorldGan.Worlds;

namespace WorldGan.Policies.Planning;

/// <summary>Tries plans in a world: each in the same few futures, so that plans differ by their actions and not by luck.</summary>
internal sealed class PlanRating(IWorld world, PlanTail tail, PlanningOptions options)
{
    private readonly int _width = world.Spec.State.Count;

    /// <summary>The mean discounted return of each plan over the futures, and the worth of where it leads to.</summary>
    /// <param name="first">The key of the first future before its first step; those of the others have the trajectories after it.</param>
    /// <param name="state">[S] where all plans begin.</param>
    /// <param name="plans">[P, T] indices of actions.</param>
    public double[] Rate(RowKey first, ReadOnlySpan<float> state, int[] plans)
    {
        int horizon = options.Horizon, count = plans.Length / horizon, rows = count * options.Futures;
        var returns = new double[count];
        int[] planOf = [.. Enumerable.Range(0, rows).Select(row => row % count)];
        RowKey[] keys = [.. Enumerable.Range(0, rows).Select(row => first with { Trajectory = first.Trajectory + (uint)(row / count) })];
        float[] states = new float[rows * _width], next = new float[rows * _width], rewards = new float[rows];
        var actions = new int[rows];
        var endings = new Ending[rows];
        for (int row = 0; row < rows; row++) state.CopyTo(states.AsSpan(row * _width));
        double factor = 1.0 / options.Futures;
        for (int t = 0; t < horizon && rows > 0; t++, factor *= world.Spec.Discount)
        {
            for (int row = 0; row < rows; row++) actions[row] = plans[planOf[row] * horizon + t];
            var step = new StepBatch
            {
                Keys = keys.AsSpan(0, rows),
                States = states.AsSpan(0, rows * _width),
                Actions = actions.AsSpan(0, rows),
                NextStates = next.AsSpan(0, rows * _width),
                Rewards = rewards.AsSpan(0, rows),
                Endings = endings.AsSpan(0, rows),
            };
            world.Step(step);
            step.MarkInvalid();
            rows = Keep(step, isLast: t == horizon - 1);
            (states, next) = (next, states);
        }

        return returns;

        // Adds up what the step brought, and closes the gaps that ended futures leave.
        int Keep(StepBatch step, bool isLast)
        {
            int running = 0;
            for (int row = 0; row < step.Count; row++)
            {
                Span<float> after = next.AsSpan(row * _width, _width);
                if (endings[row] != Ending.Invalid) returns[planOf[row]] += factor * rewards[row];
                if (isLast || endings[row] != Ending.None)
                {
                    returns[planOf[row]] += factor * world.Spec.Discount * tail.After(after, endings[row]);
                    continue;
                }

                after.CopyTo(next.AsSpan(running * _width));
                (planOf[running], keys[running]) = (planOf[row], keys[row].Next);
                running++;
            }

            return running;
        }
    }
}
