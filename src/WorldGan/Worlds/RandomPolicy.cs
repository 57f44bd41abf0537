using WorldGan.Numerics;

namespace WorldGan.Worlds;

/// <summary>Takes every action with the same probability.</summary>
public sealed class RandomPolicy(WorldSpec spec) : IStochasticPolicy
{
    private readonly int _actions = spec.Actions.Count;

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        for (int row = 0; row < keys.Length; row++)
            actions[row] = new RandomStream(keys[row].Seed, RandomPurpose.Policy, keys[row].Trajectory, keys[row].Step).NextInt32(_actions);
    }

    /// <inheritdoc/>
    public double Probability(RowKey key, ReadOnlySpan<float> state, int action) => 1.0 / _actions;
}
