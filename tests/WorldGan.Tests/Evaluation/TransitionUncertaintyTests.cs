using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Tests.Rollouts;
using WorldGan.WorldModel;

namespace WorldGan.Tests.Evaluation;

public class TransitionUncertaintyTests
{
    private static readonly LearnedWorld World = TestWorld.Learned("learned slippery");

    private static readonly TransitionSet Data = TestWorld.Find("learned slippery").Data;

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void The_squares_of_both_parts_add_up_to_the_variance_of_the_outcomes(int row)
    {
        const int Samples = 20_000;
        var uncertainty = TransitionUncertainty.Measure(World, Data.State(row), Data.Actions[row], Samples);
        float[] next = NextStates.Draw(World, Data.State(row), Data.Actions[row], Samples, new(5, 0, 0));
        double variance = World.Layout.Continuous.Average(j => Variance([.. Enumerable.Range(0, Samples).Select(s => next[s * Data.Width + j] / (double)World.Normalizer.StandardDeviation[j])]));
        double sum = (uncertainty.Epistemic * uncertainty.Epistemic) + (uncertainty.Aleatoric * uncertainty.Aleatoric);
        Assert.Equal(1, sum / variance, 0.1);             // the noise has a mean of its own, as little as it was trained, and the members are not drawn equally often
    }

    [Fact]
    public void Members_disagree_more_far_from_the_log_than_within_it()
    {
        float[] far = [.. Enumerable.Range(0, Data.Width).Select(j => 3 * World.Normalizer.High[j])];
        Assert.True(TransitionUncertainty.Measure(World, far, 0).Epistemic > 3 * TransitionUncertainty.Measure(World, Data.State(0), 0).Epistemic);
    }

    [Fact]
    public void Of_many_steps_it_is_the_root_mean_square()
    {
        int[] rows = [3, 17, 40];
        var alone = rows.Select(row => TransitionUncertainty.Measure(World, Data.State(row), Data.Actions[row], 64)).ToList();
        var all = TransitionUncertainty.Measure(World, Data, rows);
        Assert.Equal(Math.Sqrt(alone.Average(step => step.Epistemic * step.Epistemic)), all.Epistemic, 1e-12);
        Assert.Equal(Math.Sqrt(alone.Average(step => step.Aleatoric * step.Aleatoric)), all.Aleatoric, 1e-12);
        Assert.NotEqual(alone[0].Aleatoric, alone[1].Aleatoric);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
