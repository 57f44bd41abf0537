using System.Runtime.InteropServices;
using WorldGan.Worlds;

namespace WorldGan.Rollouts;

/// <summary>Runs some rows of a rollout, and then others in the same buffers. Rows that ended leave the batch, so the rest goes on without them. One instance serves one thread.</summary>
internal sealed class RolloutBlock(IWorld world, IPolicy policy, StartStates starts, RolloutBatch batch, int mostRows)
{
    private readonly int _width = world.Spec.State.Count;              // S
    private readonly UnrecordedSteps _steps = new(batch, mostRows);
    private readonly int[] _rows = new int[mostRows];                  // of the batch, those that still run; the first _count count
    private readonly RowKey[] _keys = new RowKey[mostRows];
    private readonly Ending[] _endings = new Ending[mostRows];         // of the last step
    private int _count;

    public void Run(ReadOnlySpan<int> rows)
    {
        Begin(rows);
        for (int t = 0; t < batch.Horizon && _count > 0; t++)
        {
            Step(t);
            Keep(t);
        }

        foreach (int row in _rows.AsSpan(0, _count)) batch.Lengths[row] = batch.Horizon;
        foreach (int row in rows) batch.ClearRest(row);
    }

    private void Begin(ReadOnlySpan<int> rows)
    {
        _steps.Begin();
        rows.CopyTo(_rows);
        _count = rows.Length;
        Span<float> states = _steps.States(_count);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> start = starts.States.AsSpan(rows[i] * _width, _width);
            start.CopyTo(batch.State(rows[i], 0));
            start.CopyTo(states[(i * _width)..]);
            _keys[i] = starts.Keys[rows[i]];
        }
    }

    private void Step(int t)
    {
        ReadOnlySpan<RowKey> keys = _keys.AsSpan(0, _count);
        ReadOnlySpan<float> states = _steps.States(_count);
        Span<int> actions = _steps.Actions(_count);
        policy.Act(keys, states, actions);
        Check(actions, t);
        var step = new StepBatch
        {
            Keys = keys,
            States = states,
            Actions = actions,
            NextStates = _steps.NextStates(_count),
            Rewards = _steps.Rewards(_count),
            Endings = _endings.AsSpan(0, _count),
        };
        world.Step(step);
        step.MarkInvalid();
        _steps.Advance();
    }

    // The world would refuse as well, but it counts the rows that still run.
    private void Check(ReadOnlySpan<int> actions, int t)
    {
        int count = world.Spec.Actions.Count;
        for (int i = 0; i < actions.Length; i++)
            if ((uint)actions[i] >= (uint)count)
                throw new ArgumentException($"Row {_rows[i]}, step {t}: expected an action from 0 to {count - 1} of world '{world.Spec.Name}', got {actions[i]}.");
    }

    // Steps are recorded before rows leave, since those that go on close up then. What an invalid step left is beyond the length of its row, and is cleared with the rest.
    private void Keep(int t)
    {
        Span<Ending> endings = _endings.AsSpan(0, _count);
        if (world.Spec.StepLimit is { } limit)
            for (int i = 0; i < endings.Length; i++)
                if (endings[i] == Ending.None && _keys[i].Step + 1L >= limit) endings[i] = Ending.TimeLimit;
        bool ended = MemoryMarshal.AsBytes(endings).ContainsAnyExcept((byte)Ending.None);
        if (ended || _steps.IsFull || t == batch.Horizon - 1) _steps.Record(_rows.AsSpan(0, _count));
        if (ended) RemoveEnded(t);
        foreach (ref RowKey key in _keys.AsSpan(0, _count)) key = key.Next;
    }

    private void RemoveEnded(int t)
    {
        Span<float> states = _steps.States(_count);
        int running = 0;
        for (int i = 0; i < _count; i++)
        {
            (int row, Ending ending) = (_rows[i], _endings[i]);
            if (ending != Ending.None)
            {
                (batch.Endings[row], batch.Lengths[row]) = (ending, ending == Ending.Invalid ? t : t + 1);
                continue;
            }

            if (running < i) states.Slice(i * _width, _width).CopyTo(states[(running * _width)..]);
            (_rows[running], _keys[running]) = (row, _keys[i]);
            running++;
        }

        _count = running;
    }
}
