using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WorldGan.Numerics;

namespace WorldGan.Rollouts;

/// <summary>
/// The last steps of some rows, step by step as they happen, until they are recorded in the batch, which is row by row: many steps at a time, for a single one
/// would touch three cache lines of every row.
/// </summary>
internal sealed class UnrecordedSteps
{
    private const int MostSteps = 16;                      // of a row's actions and rewards a cache line each
    private const int MostNumbers = 20_000;                // of states, unless two steps have more: not a large object, which the garbage collector would keep apart

    private readonly RolloutBatch _batch;
    private readonly int _width;                           // S
    private readonly int _capacity;                        // steps
    private readonly int _stride, _stateStride;            // between steps; not powers of two, whose steps would lie in the same sets of the cache
    private readonly float[] _states;                      // [steps + 1, rows, S] before and after each step
    private readonly int[] _actions, _actionsByRow;        // [steps, rows], and [rows, steps] to record them
    private readonly float[] _rewards, _rewardsByRow;      // as the actions
    private int _recorded, _count;                         // steps of these rows that the batch has, and those that follow here

    public UnrecordedSteps(RolloutBatch batch, int mostRows)
    {
        (_batch, _width) = (batch, batch.Spec.State.Count);
        (_stride, _stateStride) = (mostRows + mostRows / 16, mostRows * _width + mostRows * _width / 16);
        _capacity = Math.Clamp(MostNumbers / Math.Max(_stateStride, 1) - 1, 1, Math.Clamp(batch.Horizon, 1, MostSteps));
        _states = new float[(_capacity + 1) * _stateStride];
        (_actions, _actionsByRow) = (new int[_capacity * _stride], new int[mostRows * _capacity]);
        (_rewards, _rewardsByRow) = (new float[_capacity * _stride], new float[mostRows * _capacity]);
    }

    /// <summary>Whether the steps have to be recorded before there is another.</summary>
    public bool IsFull => _count == _capacity;

    /// <summary>[rows, S] states before the next step.</summary>
    public Span<float> States(int rows) => After(_count, rows);

    /// <summary>[rows, S] to be written: states after the next step.</summary>
    public Span<float> NextStates(int rows) => After(_count + 1, rows);

    /// <summary>[rows] to be written: actions of the next step.</summary>
    public Span<int> Actions(int rows) => _actions.AsSpan(_count * _stride, rows);

    /// <summary>[rows] to be written: rewards of the next step.</summary>
    public Span<float> Rewards(int rows) => _rewards.AsSpan(_count * _stride, rows);

    /// <summary>Rows that have no steps yet begin; their states are to be written.</summary>
    public void Begin() => (_recorded, _count) = (0, 0);

    /// <summary>The next step was written.</summary>
    public void Advance() => _count++;

    /// <summary>Writes all steps to the batch, so that there is room for others; the last states are those before the next step.</summary>
    /// <param name="rows">The batch's row that each row is.</param>
    public void Record(ReadOnlySpan<int> rows)
    {
        bool isOne = _count == 1;                          // as where rows end often: columns of one number are a row
        if (!isOne)
        {
            Transposition.Run(_rewards, _count, rows.Length, _stride, _rewardsByRow, _capacity);
            Transposition.Run(MemoryMarshal.Cast<int, float>(_actions.AsSpan()), _count, rows.Length, _stride, MemoryMarshal.Cast<int, float>(_actionsByRow.AsSpan()), _capacity);
        }

        (int[] actions, float[] rewards, int stride) = isOne ? (_actions, _rewards, 1) : (_actionsByRow, _rewardsByRow, _capacity);
        for (int i = 0; i < rows.Length; i++)
        {
            int at = rows[i] * _batch.Horizon + _recorded;
            Copy<int>(actions.AsSpan(i * stride, _count), _batch.Actions.AsSpan(at));
            Copy<float>(rewards.AsSpan(i * stride, _count), _batch.Rewards.AsSpan(at));
            for (int step = 1; step <= _count; step++)
                Copy<float>(_states.AsSpan(step * _stateStride + i * _width, _width), _batch.State(rows[i], _recorded + step));
        }

        States(rows.Length).CopyTo(_states);
        (_recorded, _count) = (_recorded + _count, 0);
    }

    private Span<float> After(int steps, int rows) => _states.AsSpan(steps * _stateStride, rows * _width);

    // Shorter than a call of CopyTo for a few numbers, as nearly always.
    private static void Copy<T>(ReadOnlySpan<T> from, Span<T> to)
    {
        int j = 0;
        for (; j <= from.Length - Vector128<T>.Count; j += Vector128<T>.Count) Vector128.Create(from[j..]).CopyTo(to[j..]);
        for (; j < from.Length; j++) to[j] = from[j];
    }
}
