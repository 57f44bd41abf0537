namespace WorldGan.Worlds;

/// <summary>Chooses an action for each row. It holds no state between calls; randomness comes from the rows' keys.</summary>
public interface IPolicy
{
    /// <summary>Chooses one action a row.</summary>
    /// <param name="keys">[B] the key of each row before the step.</param>
    /// <param name="states">[B, S] states in the units of the specification.</param>
    /// <param name="actions">[B] written: indices of actions.</param>
    void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions);
}
