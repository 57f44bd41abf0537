using WorldGan.Policies;
using WorldGan.Policies.Values;

namespace WorldGan.Tests.Policies.Values;

public class ReturnCriticTests
{
    private const int Rows = 8, Samples = 2;

    /// <summary>
    /// All of the Q network's samples are at a, all of the target's at b, both between two knots. With slopes p at a and q at b the critic's loss is
    /// -(b - a) (p + q) / 2 + weight · (p² + q²) / 4, least at p = q = (b - a) / weight.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void At_its_best_the_slope_is_how_far_the_target_is_away_divided_by_the_penaltys_weight(double weight)
    {
        (float, float)[] ends = [(0.1f, 0.4f), (0.4f, 0.1f), (1.05f, 1.1f), (-0.9f, -0.6f)];   // one for each of two states and two actions
        var critic = Learned(weight, row => [ends[row % 4].Item1, ends[row % 4].Item1, ends[row % 4].Item2, ends[row % 4].Item2]);
        for (int row = 0; row < Rows; row++)
            for (int i = 0; i < Samples; i++) Assert.Equal((ends[row % 4].Item2 - ends[row % 4].Item1) / weight, critic.Slope(row, i), 0.01);
    }

    [Fact]
    public void Samples_that_lie_too_close_together_are_drawn_apart()
    {
        var critic = Learned(1, _ => [-0.3f, 0.3f, -1, 1]);
        Assert.InRange(critic.Slope(0, 0), -2, -0.1);
        Assert.InRange(critic.Slope(0, 1), 0.1, 2);
    }

    [Fact]
    public void Samples_that_agree_are_left_alone()
    {
        var critic = Learned(1, _ => [1, -2, -2, 1]);
        Assert.Equal(0, critic.Slope(0, 0), 0.01);
        Assert.Equal(0, critic.Slope(0, 1), 0.01);
    }

    [Fact]
    public void It_says_how_much_higher_it_rates_the_target_and_what_its_slopes_cost()
    {
        ReturnCritic critic = New(1);
        PutAll(critic, _ => [0.1f, 0.1f, 0.4f, 0.4f]);
        for (int step = 0; step < 2000; step++) critic.Step(1e-2f * (1 - step / 2000f));
        var report = critic.Step(0);
        Assert.Equal(0.09, report.Distance, 2e-3);         // slope · 0.3
        Assert.Equal(-0.09, report.Ratings, 2e-3);
        Assert.Equal(0.045, report.Penalty, 1e-3);         // ½ slope²
    }

    private static ReturnCritic Learned(double weight, Func<int, float[]> samples)
    {
        ReturnCritic critic = New(weight);
        PutAll(critic, samples);
        for (int step = 0; step < 2000; step++) critic.Step(1e-2f * (1 - step / 2000f));
        critic.Judge();
        return critic;
    }

    private static ReturnCritic New(double weight) =>
        new(1, 2, new PolicyOptions { Value = ValueKind.Gan, Samples = Samples, BatchSize = Rows, HiddenWidth = 16, PenaltyWeight = weight }.Resolved(), seed: 3);

    private static void PutAll(ReturnCritic critic, Func<int, float[]> samples)
    {
        for (int row = 0; row < Rows; row++) critic.Put(row, [row % 4 / 2], row % 2, samples(row));
    }
}
