using WorldGan.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class LogitCalibrationTests
{
    /// <summary>Answers drawn with the odds e^(2 · logit - 3): slope and shift are found again, to what 20,000 draws tell.</summary>
    [Fact]
    public void The_slope_and_the_shift_of_the_odds_are_found_again()
    {
        var random = new RandomStream(1, RandomPurpose.Chance);
        var answers = new List<(float, bool)>();
        for (int i = 0; i < 20_000; i++)
        {
            float logit = (float)random.NextNormal();
            answers.Add((logit, random.NextDouble() < Logistic.Probability(2 * logit - 3)));
        }

        LogitCalibration found = LogitCalibration.Fit(answers);
        Assert.Equal(2, found.Slope, 0.1);                     // standard deviations 0.03 and 0.04
        Assert.Equal(-3, found.Shift, 0.15);
    }

    /// <summary>Ten rare answers beyond a boundary, as of a head that saw them too often: the boundary comes to lie between the sides.</summary>
    [Fact]
    public void Answers_that_a_boundary_parts_are_parted_there_however_rare_one_side_is()
    {
        (float, bool)[] answers = [.. Enumerable.Range(0, 10).Select(i => (2f + i % 2 * 0.5f, true)), .. Enumerable.Range(0, 5000).Select(i => (1.5f - i % 100 / 10f, false))];
        LogitCalibration found = LogitCalibration.Fit(answers);
        Assert.True(found.Probability(2) > 0.5);
        Assert.True(found.Probability(1.5) < 0.5);
    }

    [Fact]
    public void Equal_logits_get_the_share_that_was_seen() =>
        Assert.Equal(0.25, LogitCalibration.Fit([.. Enumerable.Range(0, 4000).Select(i => (0f, i % 4 == 0))]).Probability(0), 0.001);
}
