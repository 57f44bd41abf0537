using System.Runtime.InteropServices;
using WorldGan.Worlds;

namespace WorldGan.Rollouts;

/// <summary>Runs some rows of a rollout, and then others in the same buffers. Rows that ended leave the batch, so the rest goes on without them. One instance serves one thread.</summary>
internal sealed class RolloutBlock
{
    private readonly IWorld _world;
    private readonly IPolicy _policy;
    private readonly StartStates _starts;
    private readonly RolloutBatch _batch;
    private readonly int _width;
    private readonly int[] _rows;                          // of the batch, those that still run; the first _count count
    private readonly RowKey[] _keys;
    private readonly float[] _rewards;
    private readonly int[] _actions;
    private readonly Ending[] _endings;
    private float[] _states, _next;
    private int _count;

    public RolloutBlock(IWorld world, IPolicy policy, StartStates starts, RolloutBatch batch, int mostRows)
    {
        (_world, _policy, _starts, _batch, _width) = (world, policy, starts, batch, world.Spec.State.Count);
        _rows = new int[mostRows];
        _keys = new RowKey[mostRows];
        _states = new float[mostRows * _width];
        _next = new float[mostRows * _width];
        _rewards = new float[mostRows];
        _actions = new int[mostRows];
        _endings = new Ending[mostRows];
    }

    public void Run(ReadOnlySpan<int> rows)
    {
        Begin(rows);
        for (int t = 0; t < _batch.Horizon && _count > 0; t++)
        {
            ReadOnlySpan<RowKey> keys = _keys.AsSpan(0, _count);
            ReadOnlySpan<float> states = _states.AsSpan(0, _count * _width);
            Span<int> actions = _actions.AsSpan(0, _count);
            _policy.Act(keys, states, actions);
            Check(actions, t);
            var step = new StepBatch
            {
                Keys = keys,
                States = states,
                Actions = actions,
                NextStates = _next.AsSpan(0, _count * _width),
                Rewards = _rewards.AsSpan(0, _count),
                Endings = _endings.AsSpan(0, _count),
            };
            _world.Step(step);
            step.MarkInvalid();
            Keep(t);
        }

        foreach (int row in _rows.AsSpan(0, _count)) _batch.Lengths[row] = _batch.Horizon;
        foreach (int row in rows) _batch.ClearRest(row);
    }

    private void Begin(ReadOnlySpan<int> rows)
    {
        rows.CopyTo(_rows);
        _count = rows.Length;
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> start = _starts.States.AsSpan(rows[i] * _width, _width);
            start.CopyTo(_batch.State(rows[i], 0));
            start.CopyTo(_states.AsSpan(i * _width));
            _keys[i] = _starts.Keys[rows[i]];
        }
    }

    // The world would refuse as well, but it counts the rows that still run.
    private void Check(ReadOnlySpan<int> actions, int t)
    {
        int count = _world.Spec.Actions.Count;
        for (int i = 0; i < actions.Length; i++)
            if ((uint)actions[i] >= (uint)count)
                throw new ArgumentException($"Row {_rows[i]}, step {t}: expected an action from 0 to {count - 1} of world '{_world.Spec.Name}', got {actions[i]}.");
    }

    // Records the step, and closes the gaps that ended rows leave: the next states become the states of the rows that go on.
    private void Keep(int t)
    {
        Record(t);
        Span<Ending> endings = _endings.AsSpan(0, _count);
        if (_world.Spec.StepLimit is { } limit)
            for (int i = 0; i < endings.Length; i++)
                if (endings[i] == Ending.None && _keys[i].Step + 1L >= limit) endings[i] = Ending.TimeLimit;
        if (MemoryMarshal.AsBytes(endings).ContainsAnyExcept((byte)Ending.None)) RemoveEnded(t);
        foreach (ref RowKey key in _keys.AsSpan(0, _count)) key = key.Next;
        (_states, _next) = (_next, _states);
    }

    // What an invalid step left is beyond the length of its row, and is cleared with the rest.
    private void Record(int t)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(0, _count);
        for (int i = 0; i < rows.Length; i++)
        {
            int at = rows[i] * _batch.Horizon + t;
            (_batch.Actions[at], _batch.Rewards[at]) = (_actions[i], _rewards[i]);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> next = _next.AsSpan(i * _width, _width);
            Span<float> state = _batch.State(rows[i], t + 1);
            for (int j = 0; j < next.Length; j++) state[j] = next[j]; // shorter than a call of CopyTo
        }
    }

    private void RemoveEnded(int t)
    {
        int running = 0;
        for (int i = 0; i < _count; i++)
        {
            (int row, Ending ending) = (_rows[i], _endings[i]);
            if (ending != Ending.None)
            {
                (_batch.Endings[row], _batch.Lengths[row]) = (ending, ending == Ending.Invalid ? t : t + 1);
                continue;
            }

            if (running < i) _next.AsSpan(i * _width, _width).CopyTo(_next.AsSpan(running * _width));
            (_rows[running], _keys[running]) = (row, _keys[i]);
            running++;
        }

        _count = running;
    }
}
