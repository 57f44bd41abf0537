using WorldGan.Worlds;

namespace WorldGan.Tests.Rollouts;

/// <summary>Takes the action that a function of the key says.</summary>
internal sealed class FixedPolicy(Func<RowKey, int> actionOf) : IPolicy
{
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        for (int row = 0; row < keys.Length; row++) actions[row] = actionOf(keys[row]);
    }
}
