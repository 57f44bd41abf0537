using System.Globalization;
using FsCheck;
using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Numerics;
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
        Assert.Equal((-0.1f, 1.1f), Layout.Envelope[1]);
        Assert.Equal((0f, 1f), Layout.Envelope[2]);
    }

    [Theory]
    [InlineData("0 1", -0.1, 1.1)]
    [InlineData("2.6 -2.6", 2.6 - 0.108319, -2.6 + 0.108319)]          // the arc of 1.08 past ±π, not the one of 5.2 past 0
    [InlineData("-3 3", 3 - 0.028319, -3 + 0.028319)]
    [InlineData("-3 -2 -1 0 1 2 3", -Math.PI, Math.PI)]                // with its margin a full turn
    [InlineData("2 2", 2 - 1e-6, 2 + 1e-6)]
    public void The_envelope_of_an_angle_is_the_smallest_arc_and_a_margin_of_it(string angles, double low, double high)
    {
        (float Low, float High) envelope = AngleLayout(angles).Envelope[0];
        Assert.Equal(low, envelope.Low, 1e-6);
        Assert.Equal(high, envelope.High, 1e-6);
    }

    [Theory]
    [InlineData("0 1", 0.5, null)]
    [InlineData("0 1", 1.2, 1.1)]
    [InlineData("0 1", -2, -0.1)]
    [InlineData("0 1", -3, 1.1)]                                        // nearer the other way around
    [InlineData("3 -3", 3.1, null)]
    [InlineData("3 -3", -3.1, null)]
    [InlineData("3 -3", 1, 2.971681)]
    [InlineData("3 -3", -1, -2.971681)]
    [InlineData("-3 -2 -1 0 1 2 3", 3, null)]
    public void An_angle_beyond_its_arc_is_brought_to_the_nearer_end(string angles, float angle, double? end)
    {
        WorldModelLayout layout = AngleLayout(angles);
        float[] next = [angle];
        Assert.Equal(end is null ? Ending.None : Ending.LeftSupport, Support.Enclose(layout, [0], 0, next));
        Assert.Equal(end ?? angle, next[0], 1e-6);
        Assert.Equal(Ending.None, Support.Enclose(layout, [0], 0, next));
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
        Assert.Equal(ending, Support.Enclose(Layout, [5, 0, 0], 0, next));
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
        Assert.Equal(Ending.Invalid, Support.Enclose(Layout, [5, 0.5f, 0], 0, next));
        Assert.Equal([5, 0.5f, 0], next);
    }

    // Of the modes 0 to 3 the log holds 0, 1 and 3, of the actions the second.
    private static WorldModelLayout Gaps => Tiny.LayoutOf(TransitionSet.From(
        SmallWorld.SpecOf(new("x"), new("mode", VariableKind.Category) { Categories = 4 }, new("door", VariableKind.Flag)),
        [SmallWorld.EpisodeOf("a", Ending.None, 3, 0, 0, 0, 1, 1, 0, 1, 3, 0) with { Actions = [1, 1] }]));

    [Theory]
    [InlineData(0, 1, 0, Ending.None)]
    [InlineData(3, 1, 0, Ending.None)]
    [InlineData(2, 1, 0, Ending.LeftSupport)]              // within the range of the others
    [InlineData(0, 1, 1, Ending.LeftSupport)]
    [InlineData(0, 0, 0, Ending.LeftSupport)]
    public void An_action_a_category_or_a_flag_that_the_log_never_holds_is_not_known(float mode, int action, float door, Ending ending)
    {
        float[] next = [0.5f, mode, door];
        Assert.Equal(ending, Support.Enclose(Gaps, [0, 0, 0], action, next));
        Assert.Equal([0.5f, mode, door], next);
        Assert.Equal(ending == Ending.None || action == 0, Support.Holds(Gaps, next));
        var column = new Columns(3, 1);
        column.Fill(next, 1);
        int[] marks = new int[column.Stride], actions = [.. Enumerable.Repeat(action, column.Stride)];
        Support.MarkOutside(Gaps, column, actions, 1, marks);
        Assert.Equal(ending != Ending.None, marks[0] != 0);
    }

    private static WorldModelLayout AngleLayout(string angles) => Tiny.LayoutOf(TransitionSet.From(
        SmallWorld.SpecOf(new StateVariable("a", VariableKind.Angle)),
        [SmallWorld.EpisodeOf("a", Ending.None, 1, [.. angles.Split(' ').Select(a => double.Parse(a, CultureInfo.InvariantCulture))])]));

    [Property(MaxTest = 500)]
    public void Whatever_comes_in_what_goes_out_is_known_and_stays_so(float x)
    {
        float[] next = [x, 0, 1], before = [5, 0, 0];
        Ending ending = Support.Enclose(Layout, before, 0, next);
        Assert.InRange(next[0], -1, 10.5f);
        Assert.Equal(ending == Ending.Invalid, !float.IsFinite(x));
        float[] again = [.. next];
        Assert.Equal(Ending.None, Support.Enclose(Layout, before, 0, again));
        Assert.Equal(next, again);
    }

    /// <summary>Only marked rows are enclosed, so a mark must stand wherever that does something.</summary>
    [Theory]
    [InlineData("0 1")]
    [InlineData("3 -3")]                                               // the arc past ±π
    [InlineData("-3 -2 -1 0 1 2 3")]                                   // the whole turn
    public void A_row_is_marked_where_enclosing_it_would_change_or_end_it(string angles)
    {
        float[] some = [-20, -3.2f, -3.1f, -3, -2.97f, -1.01f, -1, -0.1f, -0f, 0, 0.5f, 1, 1.1f, 1.11f, 2.97f, 3, 3.1f, 10.4f, 10.5f, 10.6f, 11, 11.1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        foreach (WorldModelLayout layout in new[] { AngleLayout(angles), Layout })
        {
            int width = layout.Spec.State.Count;
            for (int variable = 0; variable < width; variable++)
            {
                var next = new Columns(width, some.Length);
                next.All.Clear();
                if (width == 1 && angles == "3 -3") next.All.Fill(3);
                some.CopyTo(next[variable]);
                var marks = new int[next.Stride];
                Support.MarkOutside(layout, next, new int[next.Stride], some.Length, marks);
                for (int row = 0; row < some.Length; row++)
                {
                    float[] before = new float[width], state = [.. Enumerable.Range(0, width).Select(j => next[j][row])], enclosed = [.. state];
                    bool acts = Support.Enclose(layout, before, 0, enclosed) != Ending.None || !state.SequenceEqual(enclosed);
                    Assert.True(acts == (marks[row] != 0), $"{layout.Spec.State[variable].Name} = {some[row]}");
                }
            }
        }
    }

    /// <summary>A margin of a range that is nearly all of the numbers makes an envelope without an end, and still infinity is no state.</summary>
    [Fact]
    public void An_infinite_value_is_marked_in_an_infinite_envelope_too()
    {
        WorldModelLayout layout = Tiny.LayoutOf(
            TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")), [SmallWorld.EpisodeOf("a", Ending.None, 1, 0, 3e38)]), Tiny.Options with { SupportMargin = 10 });
        Assert.Equal(float.PositiveInfinity, layout.Envelope[0].High);
        var next = new Columns(1, 2);
        (next[0][0], next[0][1]) = (float.PositiveInfinity, 1);
        var marks = new int[next.Stride];
        Support.MarkOutside(layout, next, new int[next.Stride], 2, marks);
        Assert.NotEqual(0, marks[0]);
        Assert.Equal(0, marks[1]);
    }
}
