namespace WorldGan.Policies.Values;

/// <summary>A return as samples that are all alike: its mean is theirs, and each target sample follows from one of the next state.</summary>
/// <param name="target">What values learn towards.</param>
/// <param name="samples">N.</param>
internal abstract class EqualSamples(ValueTarget target, int samples) : IValueLearner
{
    public int Atoms => samples;

    public virtual int Aims => samples;

    public float Value(ReadOnlySpan<float> atoms)
    {
        float sum = 0;
        foreach (float atom in atoms) sum += atom;
        return sum / atoms.Length;
    }

    public void AddValueGradient(ReadOnlySpan<float> atoms, float slope, Span<float> gradient)
    {
        for (int i = 0; i < gradient.Length; i++) gradient[i] += slope / gradient.Length;
    }

    public void Aim(ReadOnlySpan<float> next, LearnedStep step, Span<float> aims)
    {
        for (int j = 0; j < next.Length; j++) aims[j] = target.Of(step.Reward, step.Ending, next[j], step.Steps);
    }

    public abstract RowLoss Descend(ReadOnlySpan<float> atoms, ReadOnlySpan<float> aims, float weight, Span<float> gradient);
}
