namespace WorldGan.Policies.Values;

/// <summary>The mean return, by Huber's loss of Q(s, a) minus its target (arXiv:1509.06461, equation 4).</summary>
/// <param name="target">What values learn towards.</param>
internal sealed class DoubleQ(ValueTarget target) : IValueLearner
{
    public int Atoms => 1;

    public float Value(ReadOnlySpan<float> atoms) => atoms[0];

    public void AddValueGradient(ReadOnlySpan<float> atoms, float slope, Span<float> gradient) => gradient[0] += slope;

    public void Aim(ReadOnlySpan<float> next, LearnedStep step, Span<float> aim) => aim[0] = target.Of(step.Reward, step.Ending, next[0], step.Steps);

    public RowLoss Descend(ReadOnlySpan<float> atoms, ReadOnlySpan<float> aim, float weight, Span<float> gradient)
    {
        float error = atoms[0] - aim[0];
        gradient[0] += Math.Clamp(error, -1, 1) * weight;
        return new(Math.Abs(error) <= 1 ? 0.5 * error * error : Math.Abs(error) - 0.5, atoms[0], error);
    }
}
