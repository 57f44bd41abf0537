using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>Discounted returns of imagined episodes, and how much of them lies behind the log's support. Trajectory i begins where beginning i modulo their number does.</summary>
internal sealed class ReturnTally(WorldSpec spec, RewardRange rewards, int horizon, int beginnings)
{
    private readonly List<(int Member, int Beginning, double Cautious, double Hopeful)> _episodes = [];
    private long _steps, _behind;

    public double LeftSupportShare => (double)_behind / Math.Max(1, _steps + _behind);

    /// <summary>With the lowest rewards behind the support.</summary>
    public ValueEstimate Cautious => Of([.. _episodes.Select(episode => (episode.Member, episode.Beginning, episode.Cautious))]);

    /// <summary>With the highest rewards there.</summary>
    public ValueEstimate Hopeful => Of([.. _episodes.Select(episode => (episode.Member, episode.Beginning, episode.Hopeful))]);

    public void Add(RolloutBatch batch, int row, int member)
    {
        bool isLost = batch.Endings[row] is Ending.LeftSupport or Ending.Invalid;
        int length = batch.Lengths[row], rest = isLost ? horizon - length : 0;
        double discount = spec.Discount, sum = batch.Return(row, discount), now = 1, later = 1;
        for (int t = 0; t < length; t++) now *= discount;
        for (int t = 0; t < rest; t++) later *= discount;
        double factor = now * (1 - later) / (1 - discount);
        _episodes.Add((member, (int)(batch.Starts[row].Trajectory % beginnings), sum + factor * Math.Min(rewards.Low, 0), sum + factor * Math.Max(rewards.High, 0)));
        _steps += length;
        _behind += rest;
    }

    /// <summary>The members' opinions; what they share is the error of the beginnings that the log happens to have, with what chance there is left in the mean of each.</summary>
    private static ValueEstimate Of((int Member, int Beginning, double Return)[] episodes)
    {
        double[] byBeginning = [.. episodes.GroupBy(e => e.Beginning, e => e.Return).Select(returns => returns.Average())];
        return ValueEstimate.OfOpinions([.. episodes.GroupBy(e => e.Member, e => e.Return).Select(returns => returns.Average())], ValueEstimate.Of(byBeginning).StandardError);
    }
}
