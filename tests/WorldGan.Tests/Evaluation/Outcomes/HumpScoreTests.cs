using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Tests.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.Outcomes;

public class HumpScoreTests
{
    // The change of x is 0 or 2 in the log: its standard deviation is 1, so points are changes less nothing.
    private static readonly TransitionSet Data = TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")), [SmallWorld.EpisodeOf("e", Ending.None, 1, [0, 0, 2])]);

    private static readonly OutcomeSpace Space = new(Data, Normalizer.Measure(Data));

    private static readonly Hump[] Two = [new(0.75, [0]), new(0.25, [10])];

    [Fact]
    public void A_sample_is_off_mode_beyond_a_fifth_of_the_distance_of_two_humps() => Assert.Equal(0.5, Count(Two, 1.9f, 2.1f, 11.9f, 12.1f).OffMode);

    [Fact]
    public void With_more_humps_it_is_a_quarter_of_their_radius()
    {
        Hump[] three = [new(0.25, [-3]), new(0.5, [0]), new(0.25, [3])]; // a radius of √6
        Assert.Equal(0.5, Count(three, 0.61f, 0.62f).OffMode);
    }

    [Fact]
    public void Each_sample_belongs_to_the_nearest_hump()
    {
        HumpCount count = Count(Two, 1, -1, 4.9f, 5.1f);
        Assert.Equal(0.25, count.RarestShare!.Value, 1e-12);
        Assert.Equal(0, count.TotalVariation, 1e-12);
        Assert.True(count.IsCovered);
    }

    [Fact]
    public void A_dropped_hump_is_not_covered()
    {
        HumpCount count = Count(Two, 0, 0, 0, 0);
        Assert.False(count.IsCovered);
        Assert.Equal(0.25, count.TotalVariation, 1e-12);
    }

    [Fact]
    public void A_hump_that_holds_far_too_much_is_not_covered() => Assert.False(Count(Two, 10, 10, 10, 0).IsCovered);

    [Fact]
    public void Where_all_humps_are_equally_likely_none_is_the_rarest() => Assert.Null(Count([new(0.5, [0]), new(0.5, [10])], 0).RarestShare);

    private static HumpCount Count(Hump[] humps, params float[] next)
    {
        var points = new float[next.Length];
        for (int i = 0; i < next.Length; i++) Space.Write([0], [next[i]], points.AsSpan(i, 1));
        return new HumpCount(humps, [0], Space, points);
    }
}
