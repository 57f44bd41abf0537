namespace WorldGan.Worlds;

/// <summary>Takes the actions of a plan one after the other, whatever the state.</summary>
/// <param name="actions">[T] indices of actions.</param>
/// <param name="firstStep">The step of an episode at which the plan begins.</param>
public sealed class PlannedPolicy(IReadOnlyList<int> actions, uint firstStep = 0) : IPolicy
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A row is at a step that the plan does not reach.</exception>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> taken)
    {
        for (int row = 0; row < keys.Length; row++)
        {
            long at = (long)keys[row].Step - firstStep;
            if (at < 0 || at >= actions.Count) throw new ArgumentException($"Expected a step from {firstStep} to {firstStep + actions.Count - 1L}, which the plan has, got {keys[row].Step}.");
            taken[row] = actions[(int)at];
        }
    }
}
