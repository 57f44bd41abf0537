using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>A batch's rows in another order, in memory of their own.</summary>
/// <param name="capacity">Most rows.</param>
/// <param name="width">S, variables of a state.</param>
internal sealed class ReorderedRows(int capacity, int width)
{
    private readonly RowKey[] _keys = new RowKey[capacity];
    private readonly float[] _states = new float[capacity * width], _next = new float[capacity * width];
    private readonly int[] _actions = new int[capacity];
    private readonly float[] _rewards = new float[capacity];
    private readonly Ending[] _endings = new Ending[capacity];

    public int Capacity => capacity;

    /// <summary>[capacity] to be filled: the batch's row that each row is.</summary>
    public int[] Order { get; } = new int[capacity];

    /// <summary>Takes over what goes into the world.</summary>
    public StepBatch Take(in StepBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            int row = Order[i];
            (_keys[i], _actions[i]) = (batch.Keys[row], batch.Actions[row]);
            batch.States.Slice(row * width, width).CopyTo(_states.AsSpan(i * width));
        }

        return new StepBatch
        {
            Keys = _keys.AsSpan(0, batch.Count),
            States = _states.AsSpan(0, batch.States.Length),
            Actions = _actions.AsSpan(0, batch.Count),
            NextStates = _next.AsSpan(0, batch.NextStates.Length),
            Rewards = _rewards.AsSpan(0, batch.Count),
            Endings = _endings.AsSpan(0, batch.Count),
        };
    }

    /// <summary>Writes the world's answer to where the rows were taken from.</summary>
    public void GiveBack(in StepBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            int row = Order[i];
            (batch.Rewards[row], batch.Endings[row]) = (_rewards[i], _endings[i]);
            _next.AsSpan(i * width, width).CopyTo(batch.NextStates[(row * width)..]);
        }
    }
}
