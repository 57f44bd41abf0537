using FsCheck;
using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public class SupportTests
{
    // x runs from 0 to 10 in the log and may not pass 10.5; the margin of 0.1 makes the envelope -1 to 11.
    private static readonly WorldModelLayout Layout = Tiny.LayoutOf(TransitionSet.From(
        SmallWorld.SpecOf(new StateVariable("x") { High = 10.5 }, new("a", VariableKind.Angle), new("f", VariableKind.Flag)),
        [SmallWorld.EpisodeOf("a", Ending.None, 3, 0, 0, 0, 10, 1, 1)]));

    [Fact]
    public void The_envelope_is_the_logs_range_and_a_margin_of_it()
    {
        Assert.Equal((-1f, 11f), Layout.Envelope[0]);
        Assert.Equal((-MathF.PI, MathF.PI), Layout.Envelope[1]);
        Assert.Equal((0f, 1f), Layout.Envelope[2]);
    }

    [Theory]
    [InlineData(3, 3, Ending.None)]
    [InlineData(-1, -1, Ending.None)]
    [InlineData(-1.5, -1, Ending.LeftSupport)]
    [InlineData(10.4, 10.4, Ending.None)]
    [InlineData(12, 10.5, Ending.None)]                    // the world's own bound is a wall
    public void A_state_is_brought_inside_and_says_so_where_the_log_knows_no_more(float x, float inside, Ending ending)
    {
        float[] next = [x, 1, 1];
        Assert.Equal(ending, Support.Enclose(Layout, [5, 0, 0], next));
        Assert.Equal([inside, 1, 1], next);
    }

    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(1, float.NaN)]
    [InlineData(2, float.NegativeInfinity)]
    public void A_value_that_is_not_finite_brings_back_the_whole_state_before(int variable, float value)
    {
        float[] next = [99, 1, 1];
        next[variable] = value;
        Assert.Equal(Ending.Invalid, Support.Enclose(Layout, [5, 0.5f, 0], next));
        Assert.Equal([5, 0.5f, 0], next);
    }

    [Property(MaxTest = 500)]
    public void Whatever_comes_in_what_goes_out_is_known_and_stays_so(float x)
    {
        float[] next = [x, 0, 1], before = [5, 0, 0];
        Ending ending = Support.Enclose(Layout, before, next);
        Assert.InRange(next[0], -1, 10.5f);
        Assert.Equal(ending == Ending.Invalid, !float.IsFinite(x));
        float[] again = [.. next];
        Assert.Equal(Ending.None, Support.Enclose(Layout, before, again));
        Assert.Equal(next, again);
    }
}
