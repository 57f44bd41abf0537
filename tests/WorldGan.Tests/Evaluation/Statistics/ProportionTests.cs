using FsCheck.Xunit;
using WorldGan.Evaluation.Statistics;
using WorldGan.Numerics;

namespace WorldGan.Tests.Evaluation.Statistics;

public class ProportionTests
{
    private const double Z2 = StudentQuantile.Normal95 * StudentQuantile.Normal95;

    /// <summary>Wilson's limits are the probabilities whose own standard deviation brings them to what was seen: (p - k/n)² = z² p (1 - p) / n.</summary>
    [Property]
    public void One_group_has_the_interval_of_wilson(byte hits, byte more)
    {
        int draws = hits + more + 1;
        Interval interval = Proportion.Interval90([(hits, draws)]);
        foreach (double p in new[] { interval.Low, interval.High })
            Assert.Equal(Math.Pow(p - (double)hits / draws, 2), Z2 * p * (1 - p) / draws, 1e-9);
    }

    [Fact]
    public void Groups_that_agree_are_one() => Assert.Equal(Proportion.Interval90([(60, 200)]), Proportion.Interval90([(30, 100), (0, 0), (15, 50), (15, 50)]));

    [Fact]
    public void Groups_that_disagree_widen_the_interval_however_many_were_drawn()
    {
        Interval agreed = Proportion.Interval90([(500_000, 1_000_000), (500_000, 1_000_000)]), disagreed = Proportion.Interval90([(300_000, 1_000_000), (700_000, 1_000_000)]);
        Assert.True(agreed.High - agreed.Low < 0.01 && disagreed.Low < 0.3 && disagreed.High > 0.7, $"{agreed}, {disagreed}");
    }

    [Fact]
    public void What_no_group_has_seen_may_still_come() => Assert.Equal(new Interval(0, Z2 / (300 + Z2)), Proportion.Interval90([(0, 100), (0, 200)]));

    /// <summary>1,000 repetitions of 90 %: three standard deviations are 2.8 %; Wilson's coverage is off by up to 2 % at 200 draws.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.02)]
    public void The_interval_of_one_group_covers_nine_times_in_ten(double probability)
    {
        var random = new RandomStream(1, RandomPurpose.Chance);
        int covered = 0;
        for (int i = 0; i < 1000; i++) covered += Proportion.Interval90([Draw(ref random, probability, 200)]).Holds(probability) ? 1 : 0;
        Assert.InRange(covered / 1000.0, 0.85, 0.95);
    }

    /// <summary>Where the truth is one more draw of what the groups are draws of; the less they differ, the more it covers.</summary>
    [Theory]
    [InlineData(3, 200, 0.1)]
    [InlineData(5, 40, 0.1)]
    [InlineData(5, 200, 0.1)]
    [InlineData(5, 200, 0.03)]
    [InlineData(5, 200, 0)]
    [InlineData(10, 1000, 0.1)]
    public void The_interval_covers_a_truth_that_differs_from_the_groups_as_they_do_from_each_other(int groups, int draws, double spread)
    {
        var random = new RandomStream(2, RandomPurpose.Chance);
        int covered = 0;
        for (int i = 0; i < 2000; i++)
        {
            double truth = Any(ref random, spread);
            var drawn = new (int, int)[groups];
            for (int m = 0; m < groups; m++) drawn[m] = Draw(ref random, Any(ref random, spread), draws);
            covered += Proportion.Interval90(drawn).Holds(truth) ? 1 : 0;
        }

        Assert.InRange(covered / 2000.0, 0.86, 1);
    }

    private static double Any(ref RandomStream random, double spread) => Math.Clamp(0.4 + spread * random.NextNormal(), 0, 1);

    private static (int Hits, int Draws) Draw(ref RandomStream random, double probability, int draws)
    {
        int hits = 0;
        for (int i = 0; i < draws; i++) hits += random.NextDouble() < probability ? 1 : 0;
        return (hits, draws);
    }
}
