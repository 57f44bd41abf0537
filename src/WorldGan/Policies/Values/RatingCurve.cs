namespace WorldGan.Policies.Values;

/// <summary>
/// A rating of a return, by its slopes at evenly spaced knots: between two knots the slope goes straight from one to the other, beyond the outer ones it stays as it is. All
/// is linear in the slopes. Every straight line is such a curve, so that samples which all curves rate alike have the same mean.
/// </summary>
internal static class RatingCurve
{
    /// <summary>K, the number of knots.</summary>
    public const int Knots = 17;

    private const float Distance = 0.5f, First = -(Knots - 1) / 2 * Distance;

    /// <summary>The slope at a return.</summary>
    /// <param name="slopes">[K] at the knots.</param>
    /// <param name="x">The return.</param>
    public static float Slope(ReadOnlySpan<float> slopes, float x)
    {
        (int knot, float share) = Place(x);
        return slopes[knot] + share * (slopes[knot + 1] - slopes[knot]);
    }

    /// <summary>Adds weight · ∂slope(x)/∂slopes.</summary>
    /// <param name="x">The return.</param>
    /// <param name="weight">Factor.</param>
    /// <param name="gradient">[K] added to.</param>
    public static void AddSlopeGradient(float x, float weight, Span<float> gradient)
    {
        (int knot, float share) = Place(x);
        gradient[knot] += weight * (1 - share);
        gradient[knot + 1] += weight * share;
    }

    /// <summary>Adds weight · ∂rating(x)/∂slopes; the rating is 0 at the first knot.</summary>
    /// <param name="x">The return.</param>
    /// <param name="weight">Factor.</param>
    /// <param name="gradient">[K] added to.</param>
    public static void AddRatingGradient(float x, float weight, Span<float> gradient)
    {
        float place = (x - First) / Distance;
        weight *= Distance;
        gradient[0] += weight * Math.Min(place, 0);
        for (int knot = 0; knot < Knots - 1 && place > knot; knot++)
        {
            float inside = Math.Min(place - knot, 1), half = 0.5f * inside * inside;
            gradient[knot] += weight * (inside - half);
            gradient[knot + 1] += weight * half;
        }

        gradient[Knots - 1] += weight * Math.Max(place - (Knots - 1), 0);
    }

    // Which two knots it lies between, and how far from the first to the second.
    private static (int Knot, float Share) Place(float x)
    {
        float place = Math.Clamp((x - First) / Distance, 0, Knots - 1);
        int knot = Math.Min((int)place, Knots - 2);
        return (knot, place - knot);
    }
}
