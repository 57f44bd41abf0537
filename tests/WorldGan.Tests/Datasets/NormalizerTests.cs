using FsCheck;
using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Datasets;

public class NormalizerTests
{
    private static readonly WorldSpec OneNumber = SmallWorld.SpecOf(new StateVariable("x"));

    [Fact]
    public void Measures_are_those_of_a_log_worked_out_by_hand()
    {
        // States before the action: 1, 3, 5, 7; changes: 2, 2, 2, -9; rewards 0, 0, 1, 3.
        Normalizer n = Measure(OneNumber, [1, 3, 5, 7, -2], [0, 0, 1, 3], Ending.Terminal);
        Assert.Equal(4, n.Mean[0]);
        Assert.Equal(Math.Sqrt(5), n.StandardDeviation[0], 1e-6);
        Assert.Equal(Math.Sqrt((4 + 4 + 4 + 81) / 4.0), n.ChangeScale[0], 1e-6);
        Assert.Equal((-2, 7), (n.Low[0], n.High[0]));
        Assert.Equal((0, 3, 1, 1), (n.RewardLow, n.RewardHigh, n.RewardMean, n.Terminals));
        Assert.Equal(Math.Sqrt(6 / 4.0), n.RewardStandardDeviation, 1e-6);
        Assert.False(n.IsConstant(0));
    }

    [Fact]
    public void Rewards_of_steps_after_which_an_episode_goes_on_are_told_from_those_of_its_end()
    {
        Assert.Equal(new RewardRanges(new(0, 1), new(3, 3)), Measure(OneNumber, [1, 3, 5, 7, -2], [0, 0, 1, 3], Ending.Terminal).RewardsApart);
        Assert.Equal(new RewardRanges(new(0, 1), new(-3, -3)), Measure(OneNumber, [1, 3, 5, 7, -2], [0, 0, 1, -3], Ending.Terminal).RewardsApart);
        Assert.Null(Measure(OneNumber, [1, 3, 5, 7, -2], [0, 0, 1, 3], Ending.TimeLimit).RewardsApart);
    }

    /// <summary>Of rewards that are drawn from anywhere the highest stands on an end now and then.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.05)]
    [InlineData(-0.05)]
    public void Ends_that_pay_about_as_other_steps_do_are_not_told_from_them(double last) =>
        Assert.Null(Measure(OneNumber, [1, 3, 5, 7, -2], [0, 0, 1, last], Ending.Terminal).RewardsApart);

    [Fact]
    public void A_reward_that_never_varies_is_the_same_at_ends()
    {
        Assert.Null(Measure(OneNumber, [1, 3, 5, 7, -2], [2, 2, 2, 2], Ending.Terminal).RewardsApart);
    }

    [Fact]
    public void Where_all_episodes_are_of_one_step_nothing_is_paid_on_the_way() =>
        Assert.Equal(new RewardRanges(new(0, 0), new(5, 5)), Measure(OneNumber, [1, 3], [5], Ending.Terminal).RewardsApart);

    [Property]
    public void What_never_varies_gets_the_scale_1_in_any_unit(NormalFloat value, PositiveInt count)
    {
        Normalizer n = Measure(OneNumber, [.. Enumerable.Repeat((double)(float)value.Get, 1 + count.Get)], [.. Enumerable.Repeat((double)(float)value.Get, count.Get)]);
        Assert.Equal((1, 1, 1), (n.StandardDeviation[0], n.ChangeScale[0], n.RewardStandardDeviation));
        Assert.Equal(((float)value.Get, (float)value.Get), (n.Mean[0], n.RewardMean));
        Assert.True(n.IsConstant(0));
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-13)]
    [InlineData(1e30)]
    public void Units_follow_the_numbers_whatever_their_size(double unit)
    {
        Normalizer n = Measure(OneNumber, [.. new double[] { 1, 3, 5, 7, 5 }.Select(x => x * unit)], [0, 0, 0, 0]);
        Assert.Equal(Math.Sqrt(5), n.StandardDeviation[0] / unit, 1e-5);
        Assert.Equal(2, n.ChangeScale[0] / unit, 1e-5);
    }

    [Fact]
    public void An_angle_changes_along_the_shorter_way_around()
    {
        var angle = new StateVariable("a", VariableKind.Angle);
        Assert.Equal(0.2f, Normalizer.Change(angle, MathF.PI - 0.1f, -MathF.PI + 0.1f), 1e-6f);
        Assert.Equal(-0.2f, Normalizer.Change(angle, -MathF.PI + 0.1f, MathF.PI - 0.1f), 1e-6f);
        Assert.Equal(2 * MathF.PI - 0.2f, Normalizer.Change(new StateVariable("x"), -MathF.PI + 0.1f, MathF.PI - 0.1f), 1e-6f);
        Assert.Equal(0.2, Measure(SmallWorld.SpecOf(angle), [MathF.PI - 0.1f, -MathF.PI + 0.1f, -MathF.PI + 0.3f], [0, 0]).ChangeScale[0], 1e-6);
    }

    [Fact]
    public void A_normalizer_comes_back_from_tensors_bit_for_bit()
    {
        Normalizer n = Measure(OneNumber, [1, 3, 5, 7, -2], [0, 0, 1, 3], Ending.Terminal);
        Assert.NotNull(n.RewardsApart);
        Assert.Equal(n.RewardsApart, NormalizerTensors.Read(Written(n), 1).RewardsApart);
        n = Normalizer.Measure(SmallWorld.Mixed.Record(5, 9));
        Assert.Equivalent(n, NormalizerTensors.Read(Written(n), 5), strict: true);
        Assert.Throws<InvalidDataException>(() => NormalizerTensors.Read(Written(n), 4));
    }

    private static SafetensorsFile Written(Normalizer n)
    {
        var tensors = new Dictionary<string, Tensor>();
        NormalizerTensors.Add(tensors, n);
        return new SafetensorsFile(tensors, new Dictionary<string, string>());
    }

    private static Normalizer Measure(WorldSpec spec, double[] states, double[] rewards, Ending ending = Ending.None) =>
        Normalizer.Measure(TransitionSet.From(spec, [SmallWorld.EpisodeOf("a", ending, 1, states) with { Rewards = rewards }]));
}
