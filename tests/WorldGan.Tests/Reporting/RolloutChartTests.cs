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

    /// <summary>A service draws what somebody asks for; the picture stays one that a browser can show.</summary>
    [Theory]
    [InlineData(3000, 8, 400, 9)]
    [InlineData(400, 3000, 400, 101)]                      // its episodes end after 200 steps: every second one is drawn
    [InlineData(5, 199, 5, 200)]
    public void Of_many_futures_and_steps_some_are_drawn(int futures, int horizon, int lines, int points)
    {
        string picture = RolloutChart.Draw(Rollouts(new Pendulum(), futures, horizon));
        string[] drawn = [.. XElement.Parse(picture).Descendants().Where(element => element.Attribute("class")?.Value == "thin ink0").Select(element => element.Attribute("d")!.Value)];
        Assert.Equal(0, drawn.Length % 2);
        Assert.Equal(lines, drawn.Length / 2);
        Assert.All(drawn, line => Assert.InRange(line.Split('L').Length, 2, points));
        Assert.Contains(points, drawn.Select(line => line.Split('L').Length));
        Assert.Contains(lines == futures ? "A line for each future;" : "A line for each of 400 of them;", picture, StringComparison.Ordinal);
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

    private static RolloutBatch Rollouts(IWorld world, int count, int horizon = 8) => RolloutEngine.Run(world, new RandomPolicy(world.Spec), StartStates.Episodes(world, count, 1), horizon);
}
