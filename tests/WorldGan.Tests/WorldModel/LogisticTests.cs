using FsCheck;
using FsCheck.Xunit;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class LogisticTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.0986122886681098, 0.75)]
    [InlineData(1e9, 1)]
    [InlineData(-1e9, 0)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, 0)]
    public void The_probability_is_the_logistic_function(double logit, double probability) => Assert.Equal(probability, Logistic.Probability(logit), 1e-15);

    [Property]
    public void Probabilities_of_both_outcomes_sum_to_one(NormalFloat logit) => Assert.Equal(1, Logistic.Probability(logit.Get) + Logistic.Probability(-logit.Get), 1e-15);

    [Property]
    public void The_loss_is_minus_the_log_of_the_probability_of_what_was_seen(int tenths, bool seen)
    {
        double logit = tenths / 10.0;
        Assert.Equal(-Math.Log(Logistic.Probability(seen ? logit : -logit)), Logistic.Loss(logit, seen), 1e-12 * (1 + Math.Abs(logit)));
    }

    [Property]
    public void The_losss_slope_is_probability_minus_what_was_seen(int tenths, bool seen)
    {
        double logit = tenths / 10.0, slope = (Logistic.Loss(logit + 1e-5, seen) - Logistic.Loss(logit - 1e-5, seen)) / 2e-5;
        Assert.Equal(Logistic.Probability(logit) - (seen ? 1 : 0), slope, 1e-8);
    }

    [Fact]
    public void A_loss_of_a_hopeless_logit_is_finite()
    {
        Assert.Equal(1e9, Logistic.Loss(-1e9, true));
        Assert.Equal(0, Logistic.Loss(1e9, true));
    }

    [Property]
    public void Softmax_of_two_is_the_logistic_function_of_their_difference(short a, short b)
    {
        var p = new double[2];
        Logistic.Softmax([a, b], p);
        Assert.Equal(Logistic.Probability(a - b), p[0], 1e-14);
        Assert.Equal(1, p[0] + p[1], 1e-15);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2499, 0)]
    [InlineData(0.25, 1)]
    [InlineData(0.7499, 1)]
    [InlineData(0.75, 2)]
    [InlineData(1, 2)]
    public void Each_outcome_is_picked_from_a_stretch_as_wide_as_its_probability(double at, int outcome) => Assert.Equal(outcome, Logistic.Pick([0.25, 0.5, 0.25], at));

    [Fact]
    public void Softmax_of_equal_logits_is_uniform_whatever_they_are()
    {
        var p = new double[4];
        Logistic.Softmax([1e30f, 1e30f, 1e30f, 1e30f], p);
        Assert.All(p, x => Assert.Equal(0.25, x));
    }
}
