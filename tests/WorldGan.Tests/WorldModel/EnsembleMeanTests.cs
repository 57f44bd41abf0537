using WorldGan.Datasets;
using WorldGan.Tests.Rollouts;
using WorldGan.WorldModel;

namespace WorldGan.Tests.WorldModel;

public class EnsembleMeanTests
{
    /// <summary>More rows than fit in one go, and with the gears also worlds whose categories are drawn first.</summary>
    [Theory]
    [InlineData("learned slippery")]
    [InlineData("learned gears")]
    [InlineData("learned remembered gears")]
    public void Many_steps_at_once_have_the_bits_of_each_alone(string name)
    {
        LearnedWorld world = TestWorld.Learned(name);
        TransitionSet data = TestWorld.Find(name).Data;
        var mean = new EnsembleMean(world);
        int rows = Math.Min(data.Count, 300);
        double[] together = mean.Spreads(data.States.AsSpan(0, rows * data.Width), data.Actions.AsSpan(0, rows)).ToArray();
        Assert.Equal(Enumerable.Range(0, rows).Select(row => mean.At(data.State(row), data.Actions[row], new double[world.Layout.Outcomes])), together);
        Assert.True(together.Distinct().Count() > 10);
    }
}
