using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Workloads;

/// <summary>Always the same action a row: costs nothing, so that the world alone is measured.</summary>
internal sealed class FixedActions : IPolicy
{
    public static int Of(RowKey key) => (int)(key.Trajectory & 1);

    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        for (int row = 0; row < actions.Length; row++) actions[row] = Of(keys[row]);
    }
}
