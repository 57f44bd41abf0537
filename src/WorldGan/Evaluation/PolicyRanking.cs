using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>Whether policies rank in a world as they do in the true one.</summary>
/// <param name="Policies">Each policy's mean return in the true world and in the measured one.</param>
/// <param name="Correlation">Spearman's rank correlation of the two; null where one of them is the same for all policies.</param>
/// <param name="Regret">True return of the best policy minus that of the one that the measured world holds to be best.</param>
public sealed record PolicyRanking(IReadOnlyList<RankedPolicy> Policies, double? Correlation, double Regret)
{
    internal static PolicyRanking Measure(
        IReadOnlyList<double> trueReturns, IWorld world, IReadOnlyList<NamedPolicy> policies, EvaluationOptions options, int threads, CancellationToken cancellation)
    {
        RankedPolicy[] ranked = [.. policies.Select((policy, i) =>
            new RankedPolicy(policy.Name, trueReturns[i], EpisodeScores.Play(world, policy.Policy, options, threads, cancellation).Returns.Mean!.Value))];
        return new PolicyRanking(
            ranked,
            Ranks.Correlation([.. ranked.Select(policy => policy.TrueReturn)], [.. ranked.Select(policy => policy.Return)]),
            ranked.Max(policy => policy.TrueReturn) - ranked.MaxBy(policy => policy.Return)!.TrueReturn);
    }
}

/// <summary>Mean return of a policy in two worlds.</summary>
/// <param name="Name">The policy.</param>
/// <param name="TrueReturn">In the true world.</param>
/// <param name="Return">In the measured world.</param>
public sealed record RankedPolicy(string Name, double TrueReturn, double Return);
