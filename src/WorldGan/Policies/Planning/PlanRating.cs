using WorldGan.Worlds;

namespace WorldGan.Policies.Planning;

/// <summary>Tries plans in a world: each in the same few futures, so that plans differ by their actions and not by luck.</summary>
internal sealed class PlanRating(IWorld world, PlanTail tail, PlanningOptions options)
{
    /// <summary>The mean discounted return of each plan over the futures, and the worth of where it leads to.</summary>
    /// <param name="first">The key of the first future before its first step; those of the others have the trajectories after it.</param>
    /// <param name="state">[S] where all plans begin.</param>
    /// <param name="plans">[P, T] indices of actions.</param>
    public double[] Rate(RowKey first, ReadOnlySpan<float> state, int[] plans) => new Trial(world, tail, options, first, state, plans).Run();

    /// <summary>All plans in all futures, a row each. Rows that ended leave, so the rest goes on without them.</summary>
    private sealed class Trial
    {
        private readonly IWorld _world;
        private readonly PlanTail _tail;
        private readonly int _horizon, _futures, _width;
        private readonly int[] _plans, _planOf, _actions;
        private readonly double[] _returns;
        private readonly RowKey[] _keys;
        private readonly float[] _rewards;
        private readonly Ending[] _endings;
        private float[] _states, _next;
        private int _count;                                // rows that still run

        public Trial(IWorld world, PlanTail tail, PlanningOptions options, RowKey first, ReadOnlySpan<float> state, int[] plans)
        {
            (_world, _tail, _horizon, _futures, _width, _plans) = (world, tail, options.Horizon, options.Futures, world.Spec.State.Count, plans);
            int count = plans.Length / _horizon;
            _count = count * _futures;
            _returns = new double[count];
            _planOf = [.. Enumerable.Range(0, _count).Select(row => row % count)];
            _keys = [.. Enumerable.Range(0, _count).Select(row => first with { Trajectory = first.Trajectory + (uint)(row / count) })];
            (_states, _next) = (new float[_count * _width], new float[_count * _width]);
            (_actions, _rewards, _endings) = (new int[_count], new float[_count], new Ending[_count]);
            for (int row = 0; row < _count; row++) state.CopyTo(_states.AsSpan(row * _width));
        }

        public double[] Run()
        {
            double factor = 1.0 / _futures;
            for (int t = 0; t < _horizon && _count > 0; t++, factor *= _world.Spec.Discount)
            {
                Step(t);
                Keep(factor, isLast: t == _horizon - 1);
            }

            return _returns;
        }

        private void Step(int t)
        {
            for (int row = 0; row < _count; row++) _actions[row] = _plans[_planOf[row] * _horizon + t];
            var step = new StepBatch
            {
                Keys = _keys.AsSpan(0, _count),
                States = _states.AsSpan(0, _count * _width),
                Actions = _actions.AsSpan(0, _count),
                NextStates = _next.AsSpan(0, _count * _width),
                Rewards = _rewards.AsSpan(0, _count),
                Endings = _endings.AsSpan(0, _count),
            };
            _world.Step(step);
            step.MarkInvalid();
        }

        // Adds up what the step brought, and closes the gaps that ended rows leave.
        private void Keep(double factor, bool isLast)
        {
            int running = 0;
            for (int row = 0; row < _count; row++)
            {
                Span<float> after = _next.AsSpan(row * _width, _width);
                int plan = _planOf[row];
                if (_endings[row] != Ending.Invalid) _returns[plan] += factor * _rewards[row];
                if (isLast || _endings[row] != Ending.None)
                {
                    _returns[plan] += factor * _world.Spec.Discount * _tail.After(after, _endings[row]);
                    continue;
                }

                after.CopyTo(_next.AsSpan(running * _width));
                (_planOf[running], _keys[running]) = (plan, _keys[row].Next);
                running++;
            }

            _count = running;
            (_states, _next) = (_next, _states);
        }
    }
}
