using WorldGan.Numerics;

namespace WorldGan.Worlds;

/// <summary>Follows a policy, but takes a random action with a given probability (ε-greedy).</summary>
/// <param name="policy">The policy to follow.</param>
/// <param name="epsilon">The probability of a random action, in [0, 1]; the random action may be the policy's own.</param>
/// <param name="spec">The world that both are for.</param>
public sealed class NoisyPolicy(IPolicy policy, double epsilon, WorldSpec spec) : IStochasticPolicy
{
    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        policy.Act(keys, states, actions);
        for (int row = 0; row < keys.Length; row++)
        {
            var random = new RandomStream(keys[row].Seed, RandomPurpose.Exploration, keys[row].Trajectory, keys[row].Step);
            if (random.NextDouble() < epsilon) actions[row] = random.NextInt32(spec.Actions.Count);
        }
    }

    /// <inheritdoc/>
    public double Probability(RowKey key, ReadOnlySpan<float> state, int action) => (1 - epsilon) * IStochasticPolicy.Of(policy, key, state, action) + epsilon / spec.Actions.Count;
}
