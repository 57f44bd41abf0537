using WorldGan.Datasets;
using WorldGan.Evaluation.Outcomes;
using WorldGan.Tests.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Tests.Evaluation.Outcomes;

public class OutcomeSpaceTests
{
    private static readonly WorldSpec Spec = SmallWorld.SpecOf(new("x"), new("a", VariableKind.Angle), new("c", VariableKind.Category) { Categories = 3 }, new("fixed"));

    // x changes by 0 and 4: a standard deviation of 2. The angle's change crosses ±π.
    private static readonly TransitionSet Data = TransitionSet.From(Spec, [SmallWorld.EpisodeOf("e", Ending.None, 4, [0, 3, 0, 7, 0, -3, 1, 7, 4, 3, 2, 7])]);

    private static readonly OutcomeSpace Space = new(Data, Normalizer.Measure(Data));

    [Fact]
    public void Changes_are_in_units_of_their_standard_deviation_in_the_log() => Assert.Equal(3, Distance([10, 0, 1, 7], [16, 0, 1, 7], [10, 0, 1, 7]), 1e-6);

    [Fact]
    public void Angles_differ_along_the_shorter_way() => Assert.Equal(0, Distance([0, 3, 0, 7], [0, 3.1f, 0, 7], [0, 3.1f - MathF.Tau, 0, 7]), 1e-5);

    [Fact]
    public void Two_categories_lie_1_apart() => Assert.Equal(1, Distance([0, 0, 0, 7], [0, 0, 2, 7], [0, 0, 1, 7]), 1e-6);

    [Fact]
    public void What_is_constant_in_the_log_is_left_out()
    {
        Assert.Equal((5, 2), (Space.Dimensions, Space.ContinuousCount));
        Assert.Equal(0, Distance([0, 0, 0, 7], [0, 0, 0, 9], [0, 0, 0, 7]));
    }

    private static double Distance(float[] state, float[] left, float[] right)
    {
        var (x, y) = (new float[Space.Dimensions], new float[Space.Dimensions]);
        Space.Write(state, left, x);
        Space.Write(state, right, y);
        return OutcomeDistance.Of(x, y);
    }
}
