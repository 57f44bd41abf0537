using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Values;

public class ValueTargetTests
{
    [Theory]
    // rewards 0 to 1, discount 0.9: values 0 to 10, so that the unit is 1
    [InlineData(0, 1, Ending.None, 0.5, 4, 0.5 + 0.9 * 4)]
    [InlineData(0, 1, Ending.TimeLimit, 0.5, 4, 0.5 + 0.9 * 4)]
    [InlineData(0, 1, Ending.Terminal, 0.5, 4, 0.5)]
    [InlineData(0, 1, Ending.LeftSupport, 0.5, 4, 0.5)]
    // rewards -1 to 0: values -10 to 0; beyond the support the worst goes on for ever
    [InlineData(-1, 0, Ending.None, -0.5, -4, -0.5 - 0.9 * 4)]
    [InlineData(-1, 0, Ending.TimeLimit, -0.5, -4, -0.5 - 0.9 * 4)]
    [InlineData(-1, 0, Ending.Terminal, -0.5, -4, -0.5)]
    [InlineData(-1, 0, Ending.LeftSupport, -0.5, -4, -0.5 - 0.9 * 10)]
    // what rewards do not allow is cut off
    [InlineData(0, 1, Ending.None, 1, 30, 10)]
    [InlineData(0, 1, Ending.None, 0, -30, 0)]
    [InlineData(-1, 0, Ending.None, -1, -30, -10)]
    [InlineData(-1, 0, Ending.None, 0, 30, 0)]
    // an episode may end at once, so that 0 is always allowed
    [InlineData(1, 1, Ending.None, 1, -30, 0)]
    [InlineData(-1, -1, Ending.None, -1, 30, 0)]
    public void Each_way_of_ending_has_its_own_target(double low, double high, Ending ending, float reward, float nextValue, double expected)
    {
        ValueTarget target = Of(new RewardRange(low, high), 0.9);
        Assert.Equal(1, target.Scale, 1e-12);
        Assert.Equal(expected, target.Of(reward, ending, nextValue), 1e-5);
    }

    [Property]
    public void Targets_stay_within_what_rewards_allow(sbyte lowest, byte range, float reward, float nextValue, byte way)
    {
        if (!float.IsFinite(reward) || !float.IsFinite(nextValue)) return;
        double low = lowest / 10.0, high = low + range / 10.0;
        ValueTarget target = Of(new RewardRange(low, high), 0.95);
        double value = target.Of(reward, (Ending)(way % 4), nextValue) * target.Scale, slack = 1e-5 * target.Scale;
        Assert.InRange(value, Math.Min(low, 0) / 0.05 - slack, Math.Max(high, 0) / 0.05 + slack);
    }

    [Property]
    public void No_ending_is_worth_less_than_leaving_the_support(sbyte tenths, byte share)
    {
        ValueTarget target = Of(new RewardRange(-2, 1), 0.9);
        float reward = tenths / 10f, nextValue = -10 + 15 * share / 255f;  // all values that rewards allow, in units of the scale of 2
        foreach (Ending ending in new[] { Ending.None, Ending.Terminal, Ending.TimeLimit })
            Assert.True(target.Of(reward, Ending.LeftSupport, nextValue) <= target.Of(reward, ending, nextValue));
    }

    [Theory]
    [InlineData(Ending.None, 0.5 + 0.729 * 4)]
    [InlineData(Ending.Terminal, 0.5)]
    public void A_future_so_many_steps_away_is_discounted_so_often(Ending ending, double expected)
    {
        ValueTarget target = Of(new RewardRange(0, 1), 0.9, returnSteps: 3);
        Assert.Equal(expected, target.Of(0.5f, ending, 4, steps: 3), 1e-5);
        Assert.Equal(0.5 + 0.81 * 4, target.Of(0.5f, Ending.None, 4, steps: 2), 1e-5);
    }

    [Fact]
    public void Without_a_stated_range_the_log_says_what_rewards_there_are()
    {
        ValueTarget target = Of(null, 0.5);                // the log's rewards are -3 to 2
        Assert.Equal(-6, target.Pessimistic);
        Assert.Equal(0.6, target.Scale, 1e-12);
    }

    [Theory]
    // a goal is reached once: values 0 to 1 and not to 10
    [InlineData(0, 0, 0, 1, 0, 1)]
    // so is a crash, while each step costs 0.1
    [InlineData(-0.1, -0.1, -5, -0.1, -5, 0)]
    [InlineData(-0.1, -0.1, -0.5, 2, -1, 2)]
    // what is paid on the way is paid for ever
    [InlineData(0, 1, 0, 3, 0, 10)]
    public void What_is_paid_only_with_the_end_is_paid_once(double lowOnTheWay, double highOnTheWay, double low, double high, double lowest, double highest)
    {
        ValueTarget target = Of(null, 0.9, goingOn: new RewardRange(lowOnTheWay, highOnTheWay), logged: new RewardRange(low, high));
        Assert.Equal((lowest, highest), (Math.Round(target.Lowest, 9), Math.Round(target.Highest, 9)));
        Assert.Equal(lowest, target.Pessimistic, 1e-9);
    }

    [Fact]
    public void Policies_heed_what_is_paid_only_with_the_end()
    {
        ValueTarget alone = Of(new RewardRange(-3, 2), 0.9, goingOn: new RewardRange(0, 0));
        Assert.Equal(2, alone.Highest, 1e-9);
        var shape = new MlpShape(1, 8, 2, 3, Activation.Silu);
        var policy = new QPolicy(Spec(new RewardRange(-3, 2), 0.9), Measured(new RewardRange(0, 0), new RewardRange(-3, 2)), new PolicyOptions { HiddenWidth = 8, Value = ValueKind.DoubleQ, Members = 1 }, [new Mlp<float>(shape)]);
        Assert.Equal((alone.Lowest, alone.Highest), (policy.Target.Lowest, policy.Target.Highest));
    }

    /// <summary>The log's rewards are -3 to 2, and -3 only at ends: what its specification says of the highest one still holds.</summary>
    [Fact]
    public void Ends_that_cost_do_not_bound_what_can_be_earned()
    {
        ValueTarget target = Of(new RewardRange(-5, 10), 0.9, goingOn: new RewardRange(-1, 2));
        Assert.Equal((-10, 100), (Math.Round(target.Lowest, 9), Math.Round(target.Highest, 9)));
    }

    /// <summary>The log may not hold what the expression would say.</summary>
    [Fact]
    public void Of_a_known_reward_the_log_does_not_say_when_it_is_paid() =>
        Assert.Equal(10, Of(new RewardRange(0, 1), 0.9, rewardIs: "x", goingOn: new RewardRange(0, 0)).Highest, 1e-9);

    /// <summary>The log's range would make every value beyond it look like its edge.</summary>
    [Fact]
    public void A_known_reward_without_its_range_is_refused() =>
        Assert.Equal("World 'a': expected RewardRange beside RewardIs, got none.", Assert.Throws<ArgumentException>(() => Of(null, 0.5, rewardIs: "x")).Message);

    [Fact]
    public void Without_any_reward_targets_are_zero() => Assert.Equal(0, Of(new RewardRange(0, 0), 0.9).Of(0, Ending.None, 5));

    private static ValueTarget Of(RewardRange? range, double discount, string? rewardIs = null, int returnSteps = 1, RewardRange? goingOn = null, RewardRange? logged = null) =>
        new(Spec(range, discount, rewardIs), Measured(goingOn, logged ?? new RewardRange(-3, 2)), returnSteps);

    private static WorldSpec Spec(RewardRange? range, double discount, string? rewardIs = null) =>
        new() { Name = "a", State = [new("x")], Actions = [new("a"), new("b")], Discount = discount, RewardRange = range, RewardIs = rewardIs };

    private static Normalizer Measured(RewardRange? goingOn, RewardRange logged) => new()
    {
        Mean = [0],
        StandardDeviation = [1],
        ChangeScale = [1],
        Low = [0],
        High = [0],
        RewardLow = (float)logged.Low,
        RewardHigh = (float)logged.High,
        RewardsApart = goingOn is { } range ? new(range, logged) : null,
        RewardMean = 0,
        RewardStandardDeviation = 1,
        Terminals = 0,
    };
}
