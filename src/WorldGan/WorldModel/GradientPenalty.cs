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
    public static double UnitSlope(Span<float> gradient, int rows, int stride, int first, int count, float weight)
    {
        double penalty = 0;
        for (int row = 0; row < rows; row++)
        {
            Span<float> all = gradient.Slice(row * stride, stride), g = all.Slice(first, count);
            double square = 0;
            foreach (float x in g) square += (double)x * x;
            double norm = Math.Sqrt(square), excess = norm - 1;
            penalty += excess * excess / rows;
            float factor = norm > 0 ? (float)(2 * weight * excess / norm) : 0;
            for (int i = 0; i < count; i++) g[i] *= factor;
            all[..first].Clear();
            all[(first + count)..].Clear();
        }

        return penalty;
    }
}
