using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>Fitted Q evaluation by several networks, each of its own seed and on episodes that are drawn anew: they differ by what the log leaves open.</summary>
internal static class FittedQEvaluation
{
    /// <summary>The value of a policy; null where the options leave it out, or the log has no beginning of an episode.</summary>
    /// <exception cref="InvalidOperationException">A value is not finite.</exception>
    public static ValueEstimate? Run(TransitionSet data, IPolicy policy, OffPolicyOptions options, ulong seed, int threads, CancellationToken cancellation)
    {
        if (options.FittedNetworks == 0 || LoggedEpisodes.Beginnings(data).Length == 0) return null;
        var rows = new FittedRows(data, policy, options, DerivedSeed.Of(seed, RandomPurpose.Policy));
        var values = new double[options.FittedNetworks];
        ParallelLoop.Run(values.Length, threads, cancellation, network => values[network] = Value(rows, options, DerivedSeed.Of(seed, RandomPurpose.PolicyMemberSeed, network), cancellation));
        if (!Array.TrueForAll(values, double.IsFinite)) throw new InvalidOperationException("Expected fitted values that are finite, got others. Lower evaluation.offPolicy.fittedLearningRate.");
        return ValueEstimate.OfOpinions(values);
    }

    private static double Value(FittedRows rows, OffPolicyOptions options, ulong seed, CancellationToken cancellation)
    {
        TransitionSet data = rows.Data;
        var random = new RandomStream(seed, RandomPurpose.Bootstrap);
        int[] episodes = LoggedEpisodes.Draw([.. Enumerable.Range(0, data.EpisodeCount)], ref random);
        int[] beginnings = [.. episodes.Select(e => data.EpisodeStarts[e]).Where(row => data.Steps[row] == 0)];
        var network = new FittedQ(rows, [.. episodes.SelectMany(e => LoggedEpisodes.Rows(data, e))], options, seed);
        network.Train(cancellation);
        return network.Value(beginnings.Length > 0 ? beginnings : LoggedEpisodes.Beginnings(data));
    }
}
