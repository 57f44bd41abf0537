using System.Globalization;
using System.Xml.Linq;
using WorldGan.Numerics;
using WorldGan.Reporting;
using WorldGan.Rollouts;
using WorldGan.Simulators;
using WorldGan.Worlds;

namespace WorldGan.Tests.Reporting;

public class RolloutChartTests
{
    [Fact]
    public void There_is_a_line_for_each_future_and_variable()
    {
        XElement svg = XElement.Parse(RolloutChart.Draw(Rollouts(new CartPole(), 5)));
        Assert.Equal(5 * 4, svg.Descendants().Count(element => element.Attribute("class")?.Value == "thin ink0"));
        Assert.Contains(svg.Descendants(), element => element.Value == "angle [rad]");
    }

    [Fact]
    public void What_has_no_order_is_not_drawn() =>
        Assert.DoesNotContain("thin ink0\"", RolloutChart.Draw(Rollouts(new FrozenLake(), 3)), StringComparison.Ordinal);

    /// <summary>Up is less in a picture; a turn is followed the shorter way round.</summary>
    [Fact]
    public void An_angle_that_grows_is_drawn_upwards_also_past_half_a_turn()
    {
        RolloutBatch rollouts = Rollouts(new Pendulum(), 1);
        XElement line = XElement.Parse(RolloutChart.Draw(rollouts)).Descendants().First(element => element.Attribute("class")?.Value == "thin ink0");
        double[] heights = [.. line.Attribute("d")!.Value[1..].Split('L').Select(point => double.Parse(point.Split(',')[1], CultureInfo.InvariantCulture))];
        int angle = rollouts.Spec.State.ToList().FindIndex(variable => variable.Kind == VariableKind.Angle);
        Assert.Equal(0, angle);
        for (int t = 1; t < heights.Length; t++)
            Assert.Equal(-Math.Sign(ExactMath.WrapAngle(rollouts.State(0, t)[angle] - rollouts.State(0, t - 1)[angle])), Math.Sign(heights[t] - heights[t - 1]));
    }

    private static RolloutBatch Rollouts(IWorld world, int count) => RolloutEngine.Run(world, new RandomPolicy(world.Spec), StartStates.Episodes(world, count, 1), horizon: 8);
}
