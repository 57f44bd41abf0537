namespace WorldGan.Worlds;

/// <summary>A true world, which knows the present state alone, with rows that also hold earlier states and actions: so that a policy that sees them can act in it.</summary>
public sealed class HistoryWorld : IWorld
{
    private readonly IWorld _present;
    private readonly StateStack _stack;

    /// <summary>Gives a world a history.</summary>
    /// <param name="present">The world; its own <see cref="WorldSpec.History"/> does not count.</param>
    /// <param name="history">How many steps a row holds, the present one included.</param>
    public HistoryWorld(IWorld present, int history)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentOutOfRangeException.ThrowIfLessThan(history, 1);
        (_present, _stack) = (present, new StateStack(present.Spec with { History = history }));
        if (_stack.Present != present.Spec.State.Count) throw new ArgumentException($"World '{present.Spec.Name}': expected rows without a history, got some that have one.");
    }

    /// <inheritdoc/>
    public WorldSpec Spec => _stack.Seen;

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states)
    {
        if (states.Length != keys.Length * _stack.Width) throw new ArgumentException($"Expected {keys.Length * _stack.Width} numbers of states, got {states.Length}.");
        var present = new float[keys.Length * _stack.Present];
        _present.Reset(keys, present);
        for (int row = 0; row < keys.Length; row++)
        {
            Span<float> state = states.Slice(row * _stack.Width, _stack.Width);
            PresentOf(present, row).CopyTo(state);
            _stack.Begin(state);
        }
    }

    /// <inheritdoc/>
    public void Step(StepBatch batch)
    {
        batch.Validate(Spec);
        float[] present = new float[batch.Count * _stack.Present], next = new float[present.Length];
        for (int row = 0; row < batch.Count; row++) batch.States.Slice(row * _stack.Width, _stack.Present).CopyTo(PresentOf(present, row));
        _present.Step(new StepBatch { Keys = batch.Keys, States = present, Actions = batch.Actions, NextStates = next, Rewards = batch.Rewards, Endings = batch.Endings });
        for (int row = 0; row < batch.Count; row++)
        {
            Span<float> state = batch.NextStates.Slice(row * _stack.Width, _stack.Width);
            PresentOf(next, row).CopyTo(state);
            _stack.Shift(batch.States.Slice(row * _stack.Width, _stack.Width), batch.Actions[row], state);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action)
    {
        IReadOnlyList<Hump> present = _present.Humps(state[.._stack.Present], action);
        var humps = new List<Hump>(present.Count);
        foreach (Hump hump in present)
        {
            var row = new float[_stack.Width];
            hump.Middle.CopyTo(row, 0);
            _stack.Shift(state, action, row);
            humps.Add(hump with { Middle = row });
        }

        return humps;
    }

    private Span<float> PresentOf(float[] states, int row) => states.AsSpan(row * _stack.Present, _stack.Present);
}
