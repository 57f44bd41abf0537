namespace WorldGan.Worlds;

/// <summary>
/// A batch of worlds that can be reset with seeds and stepped with actions: the true simulators and the learned world alike.
/// A world holds no state between calls; all of it is in the rows, so one instance serves many threads.
/// </summary>
public interface IWorld
{
    /// <summary>State variables, actions, discount and step limit.</summary>
    WorldSpec Spec { get; }

    /// <summary>Draws the first state of each row's episode.</summary>
    /// <param name="keys">[B] the key of each row.</param>
    /// <param name="states">[B, S] written: start states in the units of the specification.</param>
    void Reset(ReadOnlySpan<RowKey> keys, Span<float> states);

    /// <summary>Moves every row by one step.</summary>
    /// <exception cref="ArgumentException">A shape is wrong or an action is not in the set.</exception>
    void Step(StepBatch batch);

    /// <summary>The points around which the next states gather, where the world knows them; none where it does not.</summary>
    /// <param name="state">[S] state before the action.</param>
    /// <param name="action">Index of the action.</param>
    IReadOnlyList<Hump> Humps(ReadOnlySpan<float> state, int action) => [];
}
