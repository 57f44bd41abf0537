using System.Numerics;

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
    internal const float Kappa = 0.01f;

    private readonly float[] _levels = [.. Enumerable.Range(0, quantiles).Select(i => (i + 0.5f) / quantiles)];

    public override RowLoss Descend(ReadOnlySpan<float> atoms, ReadOnlySpan<float> aims, float weight, Span<float> gradient)
    {
        Span<float> losses = stackalloc float[Vector<float>.Count];
        float loss = 0, value = Value(atoms);
        int i = 0;
        for (; i <= atoms.Length - losses.Length; i += losses.Length)
        {
            (Vector<float> ofQuantiles, Vector<float> slopes) = Quantiles(new Vector<float>(_levels, i), new Vector<float>(atoms[i..]), aims);
            (new Vector<float>(gradient[i..]) + weight * slopes).CopyTo(gradient[i..]);
            ofQuantiles.CopyTo(losses);
            foreach (float ofQuantile in losses) loss += ofQuantile;
        }

        for (; i < atoms.Length; i++)
        {
            (float ofQuantile, float slope) = Quantile(_levels[i], atoms[i], aims);
            loss += ofQuantile;
            gradient[i] += weight * slope;
        }

        return new(loss, value, value - Value(aims));
    }

    // A lane for each quantile, one aim after the other: the same operations as below, so the same bits on every machine.
    private static (Vector<float> Losses, Vector<float> Slopes) Quantiles(Vector<float> levels, Vector<float> quantiles, ReadOnlySpan<float> aims)
    {
        Vector<float> losses = Vector<float>.Zero, slopes = losses, one = Vector<float>.One, kappa = new(Kappa), below = one - levels;
        foreach (float aim in aims)
        {
            Vector<float> u = new Vector<float>(aim) - quantiles, size = Vector.Abs(u), side = Vector.ConditionalSelect(Vector.LessThan(u, Vector<float>.Zero), below, levels);
            losses += side * Vector.ConditionalSelect(Vector.LessThanOrEqual(size, kappa), 0.5f * u * u / kappa, size - 0.5f * kappa);
            slopes -= side * Vector.Min(Vector.Max(u / kappa, -one), one);
        }

        return (losses / new Vector<float>(aims.Length), slopes / new Vector<float>(aims.Length));
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
