using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>Discounted returns of imagined episodes by member, and how much of them lies behind the log's support.</summary>
internal sealed class ReturnTally(WorldSpec spec, RewardRange rewards, int horizon, int members)
{
    private readonly List<double>[] _cautious = [.. Enumerable.Range(0, members).Select(_ => new List<double>())];
    private readonly List<double>[] _hopeful = [.. Enumerable.Range(0, members).Select(_ => new List<double>())];
    private long _steps, _behind;

    public double LeftSupportShare => (double)_behind / Math.Max(1, _steps + _behind);

    public void Add(RolloutBatch batch, int row, int member)
    {
        bool isLost = batch.Endings[row] is Ending.LeftSupport or Ending.Invalid;
        int length = batch.Lengths[row], rest = isLost ? horizon - length : 0;
        double discount = spec.Discount, sum = batch.Return(row, discount), now = 1, later = 1;
        for (int t = 0; t < length; t++) now *= discount;
        for (int t = 0; t < rest; t++) later *= discount;
        double factor = now * (1 - later) / (1 - discount);
        _cautious[member].Add(sum + factor * Math.Min(rewards.Low, 0));
        _hopeful[member].Add(sum + factor * Math.Max(rewards.High, 0));
        _steps += length;
        _behind += rest;
    }

    /// <summary>With the lowest rewards behind the support.</summary>
    /// <param name="beginnings">How many different beginnings of episodes were played: more futures from the same ones tell no more of other ones.</param>
    public ValueEstimate Cautious(int beginnings) => Of(_cautious, beginnings);

    /// <summary>With the highest rewards there.</summary>
    public ValueEstimate Hopeful(int beginnings) => Of(_hopeful, beginnings);

    private static ValueEstimate Of(List<double>[] byMember, int beginnings)
    {
        double[] all = [.. byMember.SelectMany(returns => returns)];
        double sharedError = ValueEstimate.Of(all).StandardError * Math.Sqrt((double)all.Length / beginnings);
        return ValueEstimate.OfOpinions([.. byMember.Where(returns => returns.Count > 0).Select(returns => returns.Average())], sharedError);
    }
}
