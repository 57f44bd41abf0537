using WorldGan.Evaluation.Statistics;
using WorldGan.Numerics;

namespace WorldGan.Tests.Evaluation.Statistics;

public class PairedDifferenceTests
{
    [Fact]
    public void One_seed_on_which_the_other_failed_is_no_doubt_of_ours()
    {
        PairedDifference ahead = PairedDifference.Of([500, 500, 500, 500, 500, 500, 500, 500, 500, 500], [452, 220, 500, 500, 500, 494, 500, 500, 500, 495]);
        Assert.Equal(33.9, ahead.Mean, 1e-9);
        Assert.InRange(ahead.LowerBound, 0.5, 10);
        Assert.Equal(0, ahead.Least);
    }

    [Fact]
    public void Equal_differences_leave_no_doubt() => Assert.Equal(new PairedDifference(2, 2, 2), PairedDifference.Of([3, 5, 7], [1, 3, 5]));

    /// <summary>The bound lies below the mean of what they were drawn from in about 95 of 100 cases; a little less often with only 20 seeds.</summary>
    [Fact]
    public void The_bound_holds_about_as_often_as_it_says()
    {
        var random = new RandomStream(1, RandomPurpose.Reset);
        int held = 0;
        for (int i = 0; i < 300; i++)
        {
            double[] ours = new double[20];
            for (int j = 0; j < ours.Length; j++) ours[j] = 1 + random.NextNormal();
            if (PairedDifference.Of(ours, new double[20]).LowerBound <= 1) held++;
        }

        Assert.InRange(held, 265, 295);
    }

    [Theory]
    [InlineData(new double[0], new double[0], "Expected a number of each for every seed, got 0 and 0.")]
    [InlineData(new[] { 1.0 }, new[] { 1.0, 2 }, "Expected a number of each for every seed, got 1 and 2.")]
    [InlineData(new[] { 1, double.NaN }, new[] { 1.0, 2 }, "Seed 1: expected finite numbers, got NaN and 2.")]
    public void What_cannot_be_compared_is_refused(double[] ours, double[] theirs, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => PairedDifference.Of(ours, theirs)).Message);
}
