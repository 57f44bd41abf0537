using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Rollouts;

/// <summary>Runs some rows of a rollout, and then others in the same buffers. Rows that ended leave the batch, so the rest goes on without them. One instance serves one thread.</summary>
internal sealed class RolloutBlock
{
    private const int MostSteps = 16;                      // that are recorded together: of a row's actions and rewards a cache line each
    private const int NumbersOfStates = 1 << 15;           // of those steps, 128 KB, unless one step has more

    private readonly IWorld _world;
    private readonly IPolicy _policy;
    private readonly StartStates _starts;
    private readonly RolloutBatch _batch;
    private readonly int _width;                           // S
    private readonly int _steps;                           // that are recorded together
    private readonly int _stride, _stateStride;            // between steps; not powers of two, whose steps would lie in the same sets of the cache
    private readonly int[] _rows;                          // of the batch, those that still run; the first _count count
    private readonly RowKey[] _keys;
    private readonly float[] _states;                      // [steps + 1, rows, S] before and after each step that is not recorded yet
    private readonly int[] _actions;                       // [steps, rows]
    private readonly float[] _rewards;                     // [steps, rows]
    private readonly int[] _actionsByRow;                  // [rows, steps]
    private readonly float[] _rewardsByRow;                // [rows, steps]
    private readonly Ending[] _endings;                    // [rows] of the last step
    private int _count, _recorded, _pending;               // rows that still run, steps in the batch, steps that are not there yet

    public RolloutBlock(IWorld world, IPolicy policy, StartStates starts, RolloutBatch batch, int mostRows)
    {
        (_world, _policy, _starts, _batch, _width) = (world, policy, starts, batch, world.Spec.State.Count);
        (_stride, _stateStride) = (mostRows + mostRows / 16, mostRows * _width + mostRows * _width / 16);
        _steps = Math.Clamp(NumbersOfStates / _stateStride, 1, Math.Clamp(batch.Horizon, 1, MostSteps));
        _rows = new int[mostRows];
        _keys = new RowKey[mostRows];
        _states = new float[(_steps + 1) * _stateStride];
        _actions = new int[_steps * _stride];
        _rewards = new float[_steps * _stride];
        _actionsByRow = new int[mostRows * _steps];
        _rewardsByRow = new float[mostRows * _steps];
        _endings = new Ending[mostRows];
    }

    public void Run(ReadOnlySpan<int> rows)
    {
        Begin(rows);
        for (int t = 0; t < _batch.Horizon && _count > 0; t++)
        {
            Step(t);
            Keep(t);
        }

        foreach (int row in _rows.AsSpan(0, _count)) _batch.Lengths[row] = _batch.Horizon;
        foreach (int row in rows) _batch.ClearRest(row);
    }

    private void Begin(ReadOnlySpan<int> rows)
    {
        rows.CopyTo(_rows);
        (_count, _recorded, _pending) = (rows.Length, 0, 0);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> start = _starts.States.AsSpan(rows[i] * _width, _width);
            start.CopyTo(_batch.State(rows[i], 0));
            start.CopyTo(_states.AsSpan(i * _width));
            _keys[i] = _starts.Keys[rows[i]];
        }
    }

    private void Step(int t)
    {
        ReadOnlySpan<RowKey> keys = _keys.AsSpan(0, _count);
        ReadOnlySpan<float> states = States(_pending);
        Span<int> actions = _actions.AsSpan(_pending * _stride, _count);
        _policy.Act(keys, states, actions);
        Check(actions, t);
        var step = new StepBatch
        {
            Keys = keys,
            States = states,
            Actions = actions,
            NextStates = States(_pending + 1),
            Rewards = _rewards.AsSpan(_pending * _stride, _count),
            Endings = _endings.AsSpan(0, _count),
        };
        _world.Step(step);
        step.MarkInvalid();
        _pending++;
    }

    // After so many steps that are not recorded yet.
    private Span<float> States(int pending) => _states.AsSpan(pending * _stateStride, _count * _width);

    // The world would refuse as well, but it counts the rows that still run.
    private void Check(ReadOnlySpan<int> actions, int t)
    {
        int count = _world.Spec.Actions.Count;
        for (int i = 0; i < actions.Length; i++)
            if ((uint)actions[i] >= (uint)count)
                throw new ArgumentException($"Row {_rows[i]}, step {t}: expected an action from 0 to {count - 1} of world '{_world.Spec.Name}', got {actions[i]}.");
    }

    // Closes the gaps that ended rows leave; the steps until then are those of the same rows, so they are recorded before.
    private void Keep(int t)
    {
        Span<Ending> endings = _endings.AsSpan(0, _count);
        if (_world.Spec.StepLimit is { } limit)
            for (int i = 0; i < endings.Length; i++)
                if (endings[i] == Ending.None && _keys[i].Step + 1L >= limit) endings[i] = Ending.TimeLimit;
        bool ended = MemoryMarshal.AsBytes(endings).ContainsAnyExcept((byte)Ending.None);
        if (ended || _pending == _steps || t == _batch.Horizon - 1) Record();
        if (ended) RemoveEnded(t);
        foreach (ref RowKey key in _keys.AsSpan(0, _count)) key = key.Next;
    }

    // Row by row, whose steps lie side by side in the batch. What an invalid step left is beyond the length of its row, and is cleared with the rest.
    private void Record()
    {
        Transposition.Run(_rewards, _pending, _count, _stride, _rewardsByRow, _steps);
        Transposition.Run(MemoryMarshal.Cast<int, float>(_actions.AsSpan()), _pending, _count, _stride, MemoryMarshal.Cast<int, float>(_actionsByRow.AsSpan()), _steps);
        for (int i = 0; i < _count; i++)
        {
            int at = _rows[i] * _batch.Horizon + _recorded;
            Copy<int>(_actionsByRow.AsSpan(i * _steps, _pending), _batch.Actions.AsSpan(at));
            Copy<float>(_rewardsByRow.AsSpan(i * _steps, _pending), _batch.Rewards.AsSpan(at));
            for (int step = 1; step <= _pending; step++)
                Copy<float>(_states.AsSpan(step * _stateStride + i * _width, _width), _batch.State(_rows[i], _recorded + step));
        }

        States(_pending).CopyTo(_states);
        (_recorded, _pending) = (_recorded + _pending, 0);
    }

    // Of a few numbers: shorter than a call of CopyTo.
    private static void Copy<T>(ReadOnlySpan<T> from, Span<T> to)
    {
        int j = 0;
        for (; j <= from.Length - Vector128<T>.Count; j += Vector128<T>.Count) Vector128.Create(from[j..]).CopyTo(to[j..]);
        for (; j < from.Length; j++) to[j] = from[j];
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

            if (running < i) _states.AsSpan(i * _width, _width).CopyTo(_states.AsSpan(running * _width));
            (_rows[running], _keys[running]) = (row, _keys[i]);
            running++;
        }

        _count = running;
    }
}
