using WorldGan.Datasets;
using WorldGan.Evaluation.Statistics;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>What a learned world says a policy is worth: whole episodes from the beginnings of logged ones, in every member.</summary>
/// <param name="Value">With the lowest return that rewards allow behind the log's support, or nothing where that is more: the estimate to rank policies by.</param>
/// <param name="Hopeful">With the highest return that rewards allow there, or nothing where that is less.</param>
/// <param name="LeftSupportShare">Share of the steps, those that were not lived to see among them, that lie behind the log's support.</param>
/// <param name="Interval">90 % interval, from the lower end of <paramref name="Value"/> to the upper end of <paramref name="Hopeful"/>.</param>
public sealed record ModelEvaluation(ValueEstimate Value, ValueEstimate Hopeful, double LeftSupportShare, Interval Interval)
{
    /// <summary>Plays the policy; null where the log has no beginning of an episode.</summary>
    /// <param name="world">The learned world.</param>
    /// <param name="memberOf">The member that a row follows; null for a world that has none.</param>
    /// <param name="members">Number of members.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="data">The log.</param>
    /// <param name="horizon">Steps of an episode.</param>
    /// <param name="options">How many episodes.</param>
    /// <param name="seed">Seed of the futures.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops it.</param>
    internal static ModelEvaluation? Run(
        IWorld world, Func<RowKey, int>? memberOf, int members, IPolicy policy, TransitionSet data, int horizon, OffPolicyOptions options, ulong seed, int threads, CancellationToken cancellation)
    {
        if (Play(world, memberOf, members, policy, data, horizon, options, seed, threads, cancellation) is not { } tally) return null;
        (ValueEstimate low, ValueEstimate high) = (tally.Cautious, tally.Hopeful);
        return new ModelEvaluation(low, high, tally.LeftSupportShare, new Interval(low.Interval.Low, high.Interval.High));
    }

    /// <summary>The episodes themselves; two policies of one seed play the same ones.</summary>
    internal static ReturnTally? Play(
        IWorld world, Func<RowKey, int>? memberOf, int members, IPolicy policy, TransitionSet data, int horizon, OffPolicyOptions options, ulong seed, int threads, CancellationToken cancellation)
    {
        int[] beginnings = RowSelection.Spread(LoggedEpisodes.Beginnings(data), options.MostEpisodes);
        if (beginnings.Length == 0) return null;
        (int Member, int Beginning)[] cells = Cross(members, beginnings.Length, trajectory => memberOf?.Invoke(new RowKey(seed, trajectory, 0)) ?? 0, out RowKey[] keys, seed);
        var starts = new StartStates(keys, [.. cells.SelectMany(cell => data.State(beginnings[cell.Beginning]).ToArray())]);
        var tally = new ReturnTally(data.Spec, RewardRanges.Of(data.Spec, Normalizer.Measure(data)), horizon, members, beginnings.Length);
        int next = 0;
        foreach (RolloutBatch batch in RolloutEngine.RunInBatches(world, policy, starts, horizon, threads, cancellation))
            for (int row = 0; row < batch.Count; row++, next++) tally.Add(batch, row, cells[next].Member, cells[next].Beginning);
        return tally;
    }

    /// <summary>Which member a trajectory follows is a draw: those are taken that let every member play every beginning once.</summary>
    private static (int Member, int Beginning)[] Cross(int members, int beginnings, Func<uint, int> memberOf, out RowKey[] keys, ulong seed)
    {
        var played = new int[members];
        var cells = new List<(int, int)>(members * beginnings);
        var taken = new List<RowKey>(members * beginnings);
        for (uint trajectory = 0; cells.Count < members * beginnings; trajectory++)
        {
            int member = memberOf(trajectory);
            if (played[member] == beginnings) continue;
            cells.Add((member, played[member]++));
            taken.Add(new RowKey(seed, trajectory, 0));
        }

        keys = [.. taken];
        return [.. cells];
    }
}
