using WorldGan.Worlds;

namespace WorldGan.Simulators;

/// <summary>Chooses the action for one state [S].</summary>
internal delegate int ControlLaw(ReadOnlySpan<float> state);

/// <summary>A control law as a policy.</summary>
internal sealed class Controller(ControlLaw law) : IPolicy
{
    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        int width = keys.Length == 0 ? 0 : states.Length / keys.Length;
        for (int row = 0; row < keys.Length; row++) actions[row] = law(states.Slice(row * width, width));
    }
}
