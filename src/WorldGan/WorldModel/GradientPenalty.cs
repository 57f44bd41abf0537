using System.Numerics;

namespace WorldGan.WorldModel;

/// <summary>Penalties on the gradient of a critic at its inputs.</summary>
internal static class GradientPenalty
{
    /// <summary>
    /// One row's (‖∇f(x)‖₂ - 1)² (arXiv:1704.00028, equation 3). Its gradient is replaced by weight · ∂(‖∇f‖ - 1)²/∂(∇f), zero outside the
    /// penalised columns.
    /// </summary>
    /// <param name="gradient">[stride] the row's input gradient; overwritten.</param>
    /// <param name="first">First penalised column.</param>
    /// <param name="count">Number of penalised columns.</param>
    /// <param name="weight">Factor of the derivative: penalty weight / rows.</param>
    public static double UnitSlope<T>(Span<T> gradient, int first, int count, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> g = gradient.Slice(first, count);
        double square = 0;
        foreach (T x in g) square += double.CreateTruncating(x) * double.CreateTruncating(x);
        double norm = Math.Sqrt(square), excess = norm - 1;
        T factor = norm > 0 ? T.CreateTruncating(2 * double.CreateTruncating(weight) * excess / norm) : T.Zero;
        foreach (ref T x in g) x *= factor;
        gradient[..first].Clear();
        gradient[(first + count)..].Clear();
        return excess * excess;
    }
}
