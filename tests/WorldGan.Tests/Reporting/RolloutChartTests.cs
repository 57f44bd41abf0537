using System.Xml.Linq;
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

    private static RolloutBatch Rollouts(IWorld world, int count) => RolloutEngine.Run(world, new RandomPolicy(world.Spec), StartStates.Episodes(world, count, 1), horizon: 8);
}
