using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Logs;
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

    /// <summary>Bounds of world.json and of the log are rounded apart, and either may be the narrower one.</summary>
    [Property]
    public void No_lowest_reward_is_above_the_highest(float a, float b, float c, float end, float low, float high, bool isStated)
    {
        if (new[] { a, b, c, end, low, high }.Any(number => !float.IsFinite(number))) return;
        var (goingOn, atEnd) = Of([a, b, c, end], isStated ? new RewardRange(Math.Min(low, high), Math.Max(low, high)) : null);
        Assert.True(goingOn.Low <= goingOn.High && atEnd.Low <= atEnd.High, $"{goingOn} {atEnd}");
    }

    [Fact]
    public void What_is_stated_bounds_the_kind_of_step_that_has_the_logs_extreme()
    {
        Assert.Equal(new RewardRanges(new(0, 1), new(-100, -100)), Of([0, 1, 1, -100], null));
        Assert.Equal(new RewardRanges(new(0, 2), new(-200, -100)), Of([0, 1, 1, -100], new RewardRange(-200, 2)));
        Assert.Equal(new RewardRanges(new(0, 1), new(-1, -1)), Of([0, 1, 1, -100], new RewardRange(-1, 1)));
        Assert.Equal(new RewardRange(-0.1, -0.1), Of([-0.1f, -0.1f, -0.1f, 0.9f], new RewardRange(-0.1, 0.9)).GoingOn); // the float is below the double
    }

    private static RewardRanges Of(float[] rewards, RewardRange? stated)
    {
        Episode episode = SmallWorld.EpisodeOf("one", Ending.Terminal, 1, [.. Enumerable.Range(0, rewards.Length + 1).Select(i => (double)i)]);
        WorldSpec spec = SmallWorld.SpecOf(new StateVariable("x"));
        return RewardRanges.Of(spec with { RewardRange = stated }, Normalizer.Measure(TransitionSet.From(spec, [episode with { Rewards = [.. rewards.Select(reward => (double)reward)] }])));
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
