using FsCheck.Xunit;
using WorldGan.Policies.Values;
using WorldGan.Tests.Numerics;

namespace WorldGan.Tests.Policies.Values;

public class RatingCurveTests
{
    /// <summary>The rating is a square between knots, so that central differences within have no error but rounding.</summary>
    [Property]
    public void The_slope_is_that_of_the_rating(int seed)
    {
        float[] slopes = Slopes(seed);
        foreach (float x in Draws.Normals(20, (ulong)seed + 1).Select(x => 3 * (float)x))
        {
            const float Step = 1f / 64;
            float inside = MathF.Floor(x * 2) / 2 + Math.Clamp(x * 2 - MathF.Floor(x * 2), 0.1f, 0.9f) / 2;
            double slope = (Rating(slopes, inside + Step) - Rating(slopes, inside - Step)) / (2 * Step);
            Assert.Equal(slope, RatingCurve.Slope(slopes, inside), 1e-3);
        }
    }

    [Property]
    public void A_slope_is_linear_in_the_slopes_at_the_knots(int seed, float x)
    {
        if (!float.IsFinite(x)) return;
        float[] slopes = Slopes(seed), gradient = new float[RatingCurve.Knots];
        RatingCurve.AddSlopeGradient(x, 2, gradient);
        Assert.Equal(2 * RatingCurve.Slope(slopes, x), Dot(slopes, gradient), 1e-4);
    }

    [Theory]
    [InlineData(-1e6f)]
    [InlineData(-0.3f)]
    [InlineData(1e6f)]
    public void Straight_lines_are_among_the_ratings(float x)
    {
        float[] level = [.. Enumerable.Repeat(0.5f, RatingCurve.Knots)];
        Assert.Equal(0.5f, RatingCurve.Slope(level, x));
        Assert.Equal(0.5 * x, Rating(level, x) - Rating(level, 0), 1e-3 + 1e-6 * Math.Abs(x));
    }

    private static float[] Slopes(int seed) => [.. Draws.Normals(RatingCurve.Knots, (ulong)seed).Select(x => (float)x)];

    private static double Rating(float[] slopes, float x)
    {
        var gradient = new float[RatingCurve.Knots];
        RatingCurve.AddRatingGradient(x, 1, gradient);
        return Dot(slopes, gradient);
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b).Sum(pair => (double)pair.First * pair.Second);
}
