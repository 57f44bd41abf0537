using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Tests.Datasets;

public class RewardRangesTests
{
    /// <summary>Every way that is left: nothing at all, all steps, or k of them of which the last one is an end; each step pays the same extreme.</summary>
    [Property]
    public void Returns_are_the_least_and_the_greatest_of_all_ways_to_go_on(sbyte low, byte range, sbyte endLow, byte endRange, byte percent, byte count)
    {
        (double discount, int steps) = (percent % 101 / 100.0, count % 12);
        var rewards = new RewardRanges(new(low, low + range), new(endLow, endLow + endRange));
        RewardRange returns = rewards.Returns(discount, steps);
        Assert.Equal(Ways(discount, steps, rewards.GoingOn.Low, rewards.AtEnd.Low).Min(), returns.Low, 1e-9);
        Assert.Equal(Ways(discount, steps, rewards.GoingOn.High, rewards.AtEnd.High).Max(), returns.High, 1e-9);
    }

    [Fact]
    public void Any_number_of_steps_is_what_many_come_to()
    {
        var rewards = new RewardRanges(new(-2, 1), new(-300, 50));
        RewardRange many = rewards.Returns(0.9, 500), any = rewards.Returns(0.9);
        Assert.Equal((-300, 50), (any.Low, any.High));
        Assert.Equal((many.Low, many.High), (any.Low, any.High));
        Assert.Equal(-20, new RewardRanges(new(-2, 1), new(0, 50)).Returns(0.9).Low, 1e-9);
    }

    private static IEnumerable<double> Ways(double discount, int steps, double goingOn, double atEnd)
    {
        double sum = 0, weight = 1;
        yield return 0;
        for (int k = 0; k < steps; k++)
        {
            yield return sum + weight * atEnd;
            sum += weight * goingOn;
            weight *= discount;
        }

        yield return sum;
    }
}
