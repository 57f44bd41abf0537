using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel.Classes;

/// <summary>The mode of the mixed world goes around with action 1 in four of five steps; its door is open after one of four.</summary>
public class DiscreteLearningTests
{
    private static readonly TransitionSet Log = SmallWorld.Mixed.Record(400, 15, seed: 3);

    private static readonly LearnedWorld World =
        Tiny.Train(Tiny.Options with { Members = 1, HeadWidth = 32, HeadSteps = 1000, BatchSize = 64, MeanSteps = 0, AdversarialSteps = 0 }, Log);

    // About 500 logged transitions a mode and action: the standard error of a share of 0.8 is 0.018, that of 2000 draws 0.009. What the log never
    // shows a head of logits can make rare, not impossible. The worst of eight seeds is off by 0.055.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_category_moves_as_often_as_in_the_log(int mode)
    {
        float[] shares = Shares(mode, action: 1, variable: 2, values: 3);
        Assert.Equal(0.8, shares[(mode + 1) % 3], 0.07);
        Assert.Equal(0.2, shares[mode], 0.07);
        Assert.InRange(Shares(mode, action: 0, variable: 2, values: 3)[mode], 0.95f, 1f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_flag_is_set_as_often_as_in_the_log(int action) => Assert.Equal(0.25, Shares(1, action, variable: 3, values: 2)[1], 0.06);

    /// <summary>Independent variables stay independent: the mode must not be drawn with the door's random number.</summary>
    [Fact]
    public void A_category_and_a_flag_are_drawn_independently()
    {
        Stepped stepped = Draw(mode: 0, action: 1);
        float[][] opened = [.. stepped.NextStates.Chunk(5).Where(s => s[3] == 1)];
        Assert.Equal(0.8, opened.Average(s => s[2] == 1 ? 1.0 : 0.0), 0.1);
    }

    private static float[] Shares(int mode, int action, int variable, int values)
    {
        float[] drawn = [.. Draw(mode, action).NextStates.Chunk(5).Select(s => s[variable])];
        return [.. Enumerable.Range(0, values).Select(v => drawn.Count(x => x == v) / (float)drawn.Length)];
    }

    private static Stepped Draw(int mode, int action) => Tiny.Step(World, 2000, [0.1f, 0.2f, mode, 0, 2.5f], action);
}
