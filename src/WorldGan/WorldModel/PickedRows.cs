using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>Some rows of a batch, side by side in memory of their own.</summary>
/// <param name="capacity">Most rows.</param>
/// <param name="width">S, variables of a state.</param>
internal sealed class PickedRows(int capacity, int width)
{
    private readonly RowKey[] _keys = new RowKey[capacity];
    private readonly float[] _states = new float[capacity * width], _next = new float[capacity * width];
    private readonly int[] _actions = new int[capacity];
    private readonly float[] _rewards = new float[capacity];
    private readonly Ending[] _endings = new Ending[capacity];

    /// <summary>Takes over what goes into the world.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">Which rows of it, at most the capacity.</param>
    public StepBatch Take(in StepBatch batch, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            (_keys[i], _actions[i]) = (batch.Keys[rows[i]], batch.Actions[rows[i]]);
            batch.States.Slice(rows[i] * width, width).CopyTo(_states.AsSpan(i * width));
        }

        return new StepBatch
        {
            Keys = _keys.AsSpan(0, rows.Length),
            States = _states.AsSpan(0, rows.Length * width),
            Actions = _actions.AsSpan(0, rows.Length),
            NextStates = _next.AsSpan(0, rows.Length * width),
            Rewards = _rewards.AsSpan(0, rows.Length),
            Endings = _endings.AsSpan(0, rows.Length),
        };
    }

    /// <summary>Writes the world's answer to where the rows were taken from.</summary>
    public void GiveBack(in StepBatch batch, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            (batch.Rewards[rows[i]], batch.Endings[rows[i]]) = (_rewards[i], _endings[i]);
            _next.AsSpan(i * width, width).CopyTo(batch.NextStates[(rows[i] * width)..]);
        }
    }
}
