namespace WorldGan.Policies.Values;

/// <summary>
/// The return's quantiles at (i + ½) / N, by the quantile Huber loss (QR-DQN, arXiv:1710.10044, equation 10): for each of them the mean over all targets of
/// |τ - 1{u &lt; 0}| · Huber(u) / κ, where u is the target minus the quantile, summed over the quantiles.
/// </summary>
/// <param name="target">What values learn towards.</param>
/// <param name="quantiles">N.</param>
internal sealed class QuantileRegression(ValueTarget target, int quantiles) : EqualSamples(target, quantiles)
{
    // Where Huber's loss becomes linear: below it, quantiles are expectiles, whose mean is not the mean. The paper's 1 would be a tenth of the largest return here.
    private const float Kappa = 0.01f;

    public override RowLoss Descend(ReadOnlySpan<float> atoms, ReadOnlySpan<float> aims, float weight, Span<float> gradient)
    {
        float loss = 0, value = Value(atoms);
        for (int i = 0; i < atoms.Length; i++)
        {
            (float ofQuantile, float slope) = Quantile((i + 0.5f) / atoms.Length, atoms[i], aims);
            loss += ofQuantile;
            gradient[i] += weight * slope;
        }

        return new(loss, value, value - Value(aims));
    }

    private static (float Loss, float Slope) Quantile(float level, float quantile, ReadOnlySpan<float> aims)
    {
        float loss = 0, slope = 0;
        foreach (float aim in aims)
        {
            float u = aim - quantile, size = Math.Abs(u), side = u < 0 ? 1 - level : level;
            loss += side * (size <= Kappa ? 0.5f * u * u / Kappa : size - 0.5f * Kappa);
            slope -= side * Math.Clamp(u / Kappa, -1, 1);
        }

        return (loss / aims.Length, slope / aims.Length);
    }
}
