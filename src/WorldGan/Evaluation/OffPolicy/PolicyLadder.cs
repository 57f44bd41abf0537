using System.Globalization;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>Twenty policies from random to good, on which evaluation without the environment is tried.</summary>
internal static class PolicyLadder
{
    private const int Rungs = 20;

    /// <summary>Good policies, each less and less itself: the further down, the more of its actions are random, in even shares from none to all.</summary>
    /// <param name="best">One or more good policies.</param>
    /// <param name="spec">Their world.</param>
    /// <exception cref="ArgumentException">There is no policy.</exception>
    public static IReadOnlyList<NamedPolicy> Down(IReadOnlyList<NamedPolicy> best, WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(best);
        if (best.Count == 0) throw new ArgumentException("Expected at least one policy, got none.");
        int each = Rungs / best.Count;
        return [.. best.SelectMany(policy => Enumerable.Range(0, each).Select(rung => Noisy(policy, (double)rung / (each - 1))))];

        NamedPolicy Noisy(NamedPolicy policy, double share) =>
            new($"{policy.Name}, {(100 * share).ToString("0", CultureInfo.InvariantCulture)} % random", new NoisyPolicy(policy.Policy, share, spec));
    }
}
