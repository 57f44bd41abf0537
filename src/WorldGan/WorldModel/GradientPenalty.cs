using System.Numerics;

namespace WorldGan.WorldModel;

/// <summary>Penalties on the gradient of a critic at its inputs.</summary>
internal static class GradientPenalty
{
    /// <summary>
    /// Mean of (‖∇f(x)‖₂ - 1)² over the rows (arXiv:1704.00028, equation 3). Each row's gradient is replaced by weight · ∂(‖∇f‖ - 1)²/∂(∇f),
    /// zero outside the penalised columns.
    /// </summary>
    /// <param name="gradient">[rows, stride] input gradients; overwritten.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="stride">Distance between rows.</param>
    /// <param name="first">First penalised column.</param>
    /// <param name="count">Number of penalised columns.</param>
    /// <param name="weight">Factor of the derivative: penalty weight / rows.</param>
    public static double UnitSlope<T>(Span<T> gradient, int rows, int stride, int first, int count, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double penalty = 0;
        for (int row = 0; row < rows; row++)
        {
            Span<T> all = gradient.Slice(row * stride, stride), g = all.Slice(first, count);
            double square = 0;
            foreach (T x in g) square += double.CreateTruncating(x) * double.CreateTruncating(x);
            double norm = Math.Sqrt(square), excess = norm - 1;
            penalty += excess * excess / rows;
            T factor = norm > 0 ? T.CreateTruncating(2 * double.CreateTruncating(weight) * excess / norm) : T.Zero;
            for (int i = 0; i < count; i++) g[i] *= factor;
            all[..first].Clear();
            all[(first + count)..].Clear();
        }

        return penalty;
    }
}
