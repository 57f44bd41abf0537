using WorldGan.Reporting.Charts;
using WorldGan.Reporting.Report;

namespace WorldGan.Tests.Reporting.Report;

public class HeadsSectionTests
{
    [Fact]
    public void Ends_stand_beside_what_was_said_of_them_in_the_row_of_what_was_said()
    {
        Panel panel = HeadsSection.EndsPanel([(0, false), (0.0004, false), (0.3, true), (0.4, false), (0.44, false), (0.46, false), (1, true)]);

        Assert.Equal(["0 % to 0.1 %: 2", "30 % to 50 %: 4", "99 % to 100 %: 1"], panel.Rows!);
        Estimate[] drawn = [.. panel.Layers.Cast<Estimate>()];
        Assert.Equal([(0, 0), (1, 0.25), (2, 1)], drawn.Where(e => e.Ink == Ink.Real).Select(e => (e.Row, e.Value)));
        Assert.Equal([(0, 0.0002), (1, 0.4), (2, 1)], drawn.Where(e => e.Ink == Ink.Imagined).Select(e => (e.Row, Math.Round(e.Value, 12))));
        Assert.True(drawn.Single(e => e is { Ink: Ink.Real, Row: 1 }) is { Low: > 0 and < 0.25, High: > 0.25 and < 1 });
    }
}
