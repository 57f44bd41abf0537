using WorldGan.Datasets;
using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>Discounted returns of imagined episodes, one of each member from each beginning, and how much of them lies behind the log's support.</summary>
internal sealed class ReturnTally(WorldSpec spec, RewardRanges rewards, int horizon, int members, int beginnings)
{
    private readonly CrossedReturns _cautious = new(members, beginnings), _hopeful = new(members, beginnings);
    private long _steps, _behind;

    public double LeftSupportShare => (double)_behind / Math.Max(1, _steps + _behind);

    /// <summary>With the lowest return behind the support.</summary>
    public ValueEstimate Cautious => _cautious.Estimate().Within(Possible);

    /// <summary>With the highest return there.</summary>
    public ValueEstimate Hopeful => _hopeful.Estimate().Within(Possible);

    private RewardRange Possible => rewards.Returns(spec.Discount, horizon);

    /// <summary>
    /// How much more they came to, at the least, than other episodes of the same beginnings, members and chance: behind the support lies the lowest return for these and the highest for the others.
    /// Where both are the same episode, which leaves the support or does not, there is no difference.
    /// </summary>
    public ValueEstimate CautiousAbove(ReturnTally other)
    {
        var differences = new CrossedReturns(members, beginnings);
        for (int m = 0; m < members; m++)
            for (int b = 0; b < beginnings; b++)
            {
                bool isSame = _cautious[m, b] == other._cautious[m, b] && _hopeful[m, b] == other._hopeful[m, b];
                differences[m, b] = isSame ? 0 : _cautious[m, b] - other._hopeful[m, b];
            }

        return differences.Estimate();
    }

    public void Add(RolloutBatch batch, int row, int member, int beginning)
    {
        int length = batch.Lengths[row], rest = CautiousReturn.StepsBehind(batch, row, horizon);
        double discount = spec.Discount, sum = batch.Return(row, discount), now = 1;
        for (int t = 0; t < length; t++) now *= discount;
        (double low, double high) = rewards.Returns(discount, rest);
        _cautious[member, beginning] = sum + now * low;
        _hopeful[member, beginning] = sum + now * high;
        _steps += length;
        _behind += rest;
    }
}
