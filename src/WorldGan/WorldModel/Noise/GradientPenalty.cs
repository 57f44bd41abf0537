using System.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>
/// The price of one row's slope ∇f(x). The slope is replaced by weight times the price's derivative by it, zero outside the penalised columns.
/// </summary>
/// <param name="gradient">[stride] the row's input gradient; overwritten.</param>
/// <param name="first">First penalised column.</param>
/// <param name="count">Number of penalised columns.</param>
/// <param name="weight">Factor of the derivative: penalty weight / rows.</param>
internal delegate double SlopePenalty<T>(Span<T> gradient, int first, int count, T weight);

/// <summary>Penalties on the gradient of a critic at its inputs.</summary>
internal static class GradientPenalty
{
    /// <summary>(‖∇f(x)‖₂ - 1)² (arXiv:1704.00028, equation 3); see <see cref="SlopePenalty{T}"/>.</summary>
    public static double UnitSlope<T>(Span<T> gradient, int first, int count, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = Math.Sqrt(Square(gradient.Slice(first, count))), excess = norm - 1;
        Scale(gradient, first, count, norm > 0 ? T.CreateTruncating(2 * double.CreateTruncating(weight) * excess / norm) : T.Zero);
        return excess * excess;
    }

    /// <summary>½ ‖∇f(x)‖₂² (arXiv:1801.04406, section 4.1); see <see cref="SlopePenalty{T}"/>.</summary>
    public static double HalfSquaredSlope<T>(Span<T> gradient, int first, int count, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double square = Square(gradient.Slice(first, count));
        Scale(gradient, first, count, weight);
        return 0.5 * square;
    }

    private static double Square<T>(ReadOnlySpan<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double square = 0;
        foreach (T x in slope) square += double.CreateTruncating(x) * double.CreateTruncating(x);
        return square;
    }

    private static void Scale<T>(Span<T> gradient, int first, int count, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T x in gradient.Slice(first, count)) x *= factor;
        gradient[..first].Clear();
        gradient[(first + count)..].Clear();
    }
}
