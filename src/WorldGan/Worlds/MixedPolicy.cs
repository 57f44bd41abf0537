using WorldGan.Numerics;

namespace WorldGan.Worlds;

/// <summary>Each trajectory follows one of several policies from beginning to end, drawn by its key.</summary>
public sealed class MixedPolicy : IStochasticPolicy
{
    private readonly IReadOnlyList<(double Share, IPolicy Policy)> _policies;
    private readonly double _total;

    /// <summary>Mixes policies.</summary>
    /// <param name="policies">How often each policy is drawn, in relation to the others.</param>
    /// <exception cref="ArgumentException">There is no policy, or a share is not a positive number.</exception>
    public MixedPolicy(params IReadOnlyList<(double Share, IPolicy Policy)> policies)
    {
        if (policies.Count == 0) throw new ArgumentException("Expected at least one policy, got none.");
        foreach (var (share, _) in policies)
            if (!(share > 0 && double.IsFinite(share))) throw new ArgumentException($"Expected a share above 0, got {share}.");

        _policies = policies;
        _total = policies.Sum(policy => policy.Share);
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        int width = keys.Length == 0 ? 0 : states.Length / keys.Length;
        for (int row = 0; row < keys.Length; row++)
            PolicyOf(keys[row]).Act(keys.Slice(row, 1), states.Slice(row * width, width), actions.Slice(row, 1));
    }

    /// <summary>That of the policy that was drawn for the episode.</summary>
    public double Probability(RowKey key, ReadOnlySpan<float> state, int action) => IStochasticPolicy.Of(PolicyOf(key), key, state, action);

    private IPolicy PolicyOf(RowKey key)
    {
        double left = new RandomStream(key.Seed, RandomPurpose.Recording, key.Trajectory).NextDouble() * _total;
        foreach (var (share, policy) in _policies)
            if ((left -= share) < 0) return policy;
        return _policies[^1].Policy;
    }
}
