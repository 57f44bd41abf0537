using WorldGan.Reporting.Charts;
using WorldGan.Reporting.Report;

namespace WorldGan.Tests.Reporting.Report;

public class HistogramTests
{
    [Fact]
    public void Bars_of_several_lists_share_their_edges_and_hold_each_list_once()
    {
        IReadOnlyList<Bars> bars = Histogram.Of((Ink.Real, [0, 1, 2, 3, 4]), (Ink.Imagined, [4, 4, 0]));
        Assert.Equal(bars[0].Edges, bars[1].Edges);
        Assert.All(bars, b => Assert.Equal(1, b.Heights.Sum(), 1e-9));
        Assert.Equal(2.0 / 3, bars[1].Heights[^1], 1e-9);
    }

    [Fact]
    public void A_single_value_is_one_bar_in_the_middle()
    {
        Bars bars = Histogram.Of((Ink.Real, [7, 7, 7]))[0];
        Assert.True(bars.Edges[0] < 7 && bars.Edges[^1] > 7);
        Assert.Equal(1, bars.Heights.Sum(), 1e-9);
    }

    [Fact]
    public void Nothing_has_no_bars() => Assert.Empty(Histogram.Of((Ink.Real, [])));

    [Fact]
    public void What_lies_far_out_does_not_stretch_the_rest()
    {
        double[] numbers = [.. Enumerable.Range(0, 5000).Select(i => i / 5000.0), 1e9];
        Assert.True(Histogram.Of((Ink.Real, numbers))[0].Edges[^1] < 1.1);
    }

    [Fact]
    public void Classes_stand_side_by_side_within_their_place()
    {
        IReadOnlyList<Bars> bars = Histogram.OfClasses(2, (Ink.Real, [0, 1, 1, 1]), (Ink.Imagined, [0, 0]));
        Assert.Equal([0.25, 0.75, 1, 0], bars.Select(b => b.Heights[0]));
        Assert.All(bars, b => Assert.Equal(Math.Floor(b.Edges[0]), Math.Floor(b.Edges[1])));
    }
}
