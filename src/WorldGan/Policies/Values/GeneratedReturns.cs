namespace WorldGan.Policies.Values;

/// <summary>
/// Samples of a return that a critic moves towards those of the target (GAN Q-learning, arXiv:1805.04874). A target holds the target's samples and, once the critic of a
/// <see cref="ReturnGame"/> has seen the batch, how its loss changes as each of the row's own samples moves.
/// </summary>
/// <param name="target">What values learn towards.</param>
/// <param name="samples">N, the values of the latent.</param>
internal sealed class GeneratedReturns(ValueTarget target, int samples) : EqualSamples(target, samples)
{
    private readonly float[] _ordered = new float[samples], _aimsOrdered = new float[samples];

    /// <summary>2 N: [N] samples of the target, [N] ∂loss/∂samples.</summary>
    public override int Aims => 2 * Atoms;

    /// <summary>Follows the critic. The loss that it returns is what the critic estimates: Wasserstein's distance, between the samples of row and target.</summary>
    public override RowLoss Descend(ReadOnlySpan<float> atoms, ReadOnlySpan<float> aims, float weight, Span<float> gradient)
    {
        ReadOnlySpan<float> slopes = aims[Atoms..];
        for (int i = 0; i < gradient.Length; i++) gradient[i] += weight * slopes[i];
        float value = Value(atoms);
        return new(Distance(atoms, aims[..Atoms]), value, value - Value(aims[..Atoms]));
    }

    private double Distance(ReadOnlySpan<float> atoms, ReadOnlySpan<float> aims)
    {
        atoms.CopyTo(_ordered);
        aims.CopyTo(_aimsOrdered);
        Array.Sort(_ordered);
        Array.Sort(_aimsOrdered);
        double sum = 0;
        for (int i = 0; i < _ordered.Length; i++) sum += Math.Abs(_ordered[i] - _aimsOrdered[i]);
        return sum / _ordered.Length;
    }
}
