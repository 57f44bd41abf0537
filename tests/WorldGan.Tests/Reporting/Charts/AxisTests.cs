using FsCheck;
using FsCheck.Xunit;
using WorldGan.Reporting.Charts;

namespace WorldGan.Tests.Reporting.Charts;

public class AxisTests
{
    [Theory]
    [InlineData(0, 1, "0.0, 0.2, 0.4, 0.6, 0.8, 1.0")]
    [InlineData(-3, 17, "0, 5, 10, 15")]
    [InlineData(0.0012, 0.0047, "0.002, 0.003, 0.004")]
    [InlineData(-250000, 250000, "-200000, -100000, 0, 100000, 200000")]
    [InlineData(0, 5e-9, "0E+0, 1E-9, 2E-9, 3E-9, 4E-9, 5E-9")]
    public void Ticks_are_round(double low, double high, string labels)
    {
        var axis = new Axis(low, high, 0, 100, mostTicks: 5);
        Assert.Equal(labels, string.Join(", ", axis.Ticks.Select(axis.Label)));
    }

    [Property]
    public void There_are_two_to_six_ticks_all_within_the_picture(NormalFloat a, NormalFloat b)
    {
        double low = Math.Clamp(Math.Min(a.Get, b.Get), -1e100, 1e100), high = Math.Clamp(Math.Max(a.Get, b.Get), -1e100, 1e100);
        if (high - low < 1e-9 * (Math.Abs(low) + Math.Abs(high)) && high > low) return; // closer than the digits of a double tell
        var axis = new Axis(low, high, 200, 10, mostTicks: 5);
        Assert.InRange(axis.Ticks.Count, 2, 6);
        foreach (double tick in axis.Ticks) Assert.InRange(axis.Place(tick), 10 - 1e-6, 200 + 1e-6);
        Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(axis.Label).Distinct().Count());
    }

    /// <summary>Numbers like 0.00005 are wide: there are fewer of them.</summary>
    [Theory]
    [InlineData(0, 0.0003, 684, "0.00000, 0.00005, 0.00010, 0.00015, 0.00020, 0.00025, 0.00030")]
    [InlineData(0, 0.0003, 300, "0.0000, 0.0001, 0.0002, 0.0003")]
    [InlineData(0, 0.0003, 100, "0.0000, 0.0002")]
    [InlineData(-1.9, 1.9, 168, "-1, 0, 1")]
    [InlineData(0, 100, 684, "0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100")]
    public void Labels_below_an_axis_do_not_overlap(double low, double high, double width, string labels)
    {
        Axis axis = Axis.Across(low, high, 0, width, letterWidth: 7.5);
        Assert.Equal(labels, string.Join(", ", axis.Ticks.Select(axis.Label)));
    }

    [Fact]
    public void A_single_number_lies_in_the_middle() => Assert.Equal(50, new Axis(7, 7, 0, 100, mostTicks: 5).Place(7), 1e-9);

    [Fact]
    public void A_range_that_is_none_is_refused() => Assert.Throws<ArgumentException>(() => new Axis(1, double.NaN, 0, 100, mostTicks: 5));
}
