using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>How often a policy takes each action in each of many states, by asking it several times.</summary>
internal static class ActionShares
{
    /// <returns>[N, A] shares that add up to 1.</returns>
    /// <param name="policy">The policy.</param>
    /// <param name="spec">Its world.</param>
    /// <param name="states">[N, S] states in the units of the specification.</param>
    /// <param name="draws">How often it is asked.</param>
    /// <param name="seed">Seed of its choices.</param>
    public static float[] Of(IPolicy policy, WorldSpec spec, ReadOnlySpan<float> states, int draws, ulong seed)
    {
        int rows = states.Length / spec.State.Count, actions = spec.Actions.Count;
        var shares = new float[rows * actions];
        var chosen = new int[rows];
        for (int d = 0; d < draws; d++)
        {
            RowKey[] keys = [.. Enumerable.Range(0, rows).Select(row => new RowKey(seed, (uint)row, (uint)d))];
            policy.Act(keys, states, chosen);
            for (int row = 0; row < rows; row++) shares[row * actions + chosen[row]] += 1f / draws;
        }

        return shares;
    }
}
