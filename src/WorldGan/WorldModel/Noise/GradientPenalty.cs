using System.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// The price of one row's slope ∇f(x). The slope is replaced by weight times the price's derivative by it.
/// </summary>
/// <param name="slope">[inputs] overwritten.</param>
/// <param name="weight">Factor of the derivative: penalty weight / rows.</param>
internal delegate double SlopePenalty<T>(Span<T> slope, T weight);

/// <summary>Penalties on the gradient of a critic at its inputs.</summary>
internal static class GradientPenalty
{
    /// <summary>(‖∇f(x)‖₂ - 1)² (arXiv:1704.00028, equation 3); see <see cref="SlopePenalty{T}"/>.</summary>
    public static double UnitSlope<T>(Span<T> slope, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = Math.Sqrt(Square<T>(slope)), excess = norm - 1;
        Scale(slope, norm > 0 ? T.CreateTruncating(2 * double.CreateTruncating(weight) * excess / norm) : T.Zero);
        return excess * excess;
    }

    /// <summary>½ ‖∇f(x)‖₂² (arXiv:1801.04406, section 4.1); see <see cref="SlopePenalty{T}"/>.</summary>
    public static double HalfSquaredSlope<T>(Span<T> slope, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double square = Square<T>(slope);
        Scale(slope, weight);
        return 0.5 * square;
    }

    private static double Square<T>(ReadOnlySpan<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double square = 0;
        foreach (T x in slope) square += double.CreateTruncating(x) * double.CreateTruncating(x);
        return square;
    }

    private static void Scale<T>(Span<T> slope, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T x in slope) x *= factor;
    }
}
