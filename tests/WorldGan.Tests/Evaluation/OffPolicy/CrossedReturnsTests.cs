using WorldGan.Evaluation.OffPolicy;
using WorldGan.Numerics;

namespace WorldGan.Tests.Evaluation.OffPolicy;

public class CrossedReturnsTests
{
    private const int Members = 5, Beginnings = 40, Repetitions = 2000;

    /// <summary>The truth differs from the members as they differ from each other. Three standard deviations of 2,000 repetitions of 90 % are 2 %; the freedom is an approximation, and where all is chance it errs on the wide side.</summary>
    [Theory]
    [InlineData(0, 1, 0, 0.93)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(0, 1, 1, 0.98)]
    [InlineData(1, 0, 0, 0.93)]
    [InlineData(1, 0, 4, 0.93)]
    [InlineData(1, 4, 1, 0.93)]
    public void The_interval_covers_nine_times_in_ten_whatever_the_returns_vary_by(double disagreement, double beginnings, double chance, double most)
    {
        var random = new RandomStream(1, RandomPurpose.Start);
        int covered = 0;
        for (int i = 0; i < Repetitions; i++) covered += Draw(disagreement, beginnings, chance, ref random).Interval.Holds(disagreement * Normal(ref random)) ? 1 : 0;
        Assert.InRange((double)covered / Repetitions, 0.84, most);
    }

    [Fact]
    public void Beginnings_are_not_taken_for_disagreement()
    {
        var random = new RandomStream(2, RandomPurpose.Start);
        double error = Enumerable.Range(0, 200).Average(_ => Draw(0, 10, 0, ref random).StandardError), expected = 10 / Math.Sqrt(Beginnings);
        Assert.InRange(error, 0.97 * expected, 1.03 * expected);
    }

    [Fact]
    public void A_single_member_leaves_the_error_of_the_beginnings()
    {
        var returns = new CrossedReturns(1, 4);
        for (int b = 0; b < 4; b++) returns[0, b] = b;
        ValueEstimate estimate = returns.Estimate();
        Assert.Equal((1.5, Math.Sqrt(5.0 / 3 / 4), 3.0), (estimate.Value, estimate.StandardError, estimate.DegreesOfFreedom!.Value));
    }

    [Fact]
    public void Members_that_are_each_sure_of_something_else_are_few_opinions()
    {
        var returns = new CrossedReturns(2, 10);
        for (int b = 0; b < 10; b++) (returns[0, b], returns[1, b]) = (1, 3);
        ValueEstimate estimate = returns.Estimate();
        Assert.Equal((2.0, Math.Sqrt(2 * 1.5), 1.0), (estimate.Value, estimate.StandardError, estimate.DegreesOfFreedom!.Value));
    }

    private static ValueEstimate Draw(double disagreement, double beginnings, double chance, ref RandomStream random)
    {
        var returns = new CrossedReturns(Members, Beginnings);
        var ofMember = new double[Members];
        for (int m = 0; m < Members; m++) ofMember[m] = disagreement * Normal(ref random);
        for (int b = 0; b < Beginnings; b++)
        {
            double ofBeginning = beginnings * Normal(ref random);
            for (int m = 0; m < Members; m++) returns[m, b] = ofMember[m] + ofBeginning + chance * Normal(ref random);
        }

        return returns.Estimate();
    }

    private static double Normal(ref RandomStream random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
