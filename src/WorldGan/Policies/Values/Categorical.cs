using WorldGan.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Policies.Values;

/// <summary>
/// The return's probabilities at N values, evenly from the lowest to the highest that rewards allow, by the cross-entropy from the projected target
/// (C51, arXiv:1707.06887, equation 7 and algorithm 1). The atoms are the probabilities' logits. One instance serves one thread.
/// </summary>
internal sealed class Categorical : IValueLearner
{
    private readonly ValueTarget _target;
    private readonly float[] _values;                      // [N] in units of the target's scale
    private readonly double[] _probabilities;
    private readonly double _spacing;

    public Categorical(ValueTarget target, int atoms)
    {
        (_target, _values, _probabilities) = (target, new float[atoms], new double[atoms]);
        double low = target.Lowest / target.Scale, high = Math.Max(target.Highest / target.Scale, low + 1e-6);
        _spacing = (high - low) / (atoms - 1);
        for (int i = 0; i < atoms; i++) _values[i] = (float)(low + i * _spacing);
    }

    public int Atoms => _values.Length;

    /// <summary>[N] the values that a return may have.</summary>
    public ReadOnlySpan<float> Values => _values;

    public float Value(ReadOnlySpan<float> atoms)
    {
        Logistic.Softmax(atoms, _probabilities);
        return Mean(_probabilities);
    }

    public void AddValueGradient(ReadOnlySpan<float> atoms, float slope, Span<float> gradient)
    {
        float value = Value(atoms);
        for (int i = 0; i < gradient.Length; i++) gradient[i] += (float)(slope * _probabilities[i] * (_values[i] - value));
    }

    /// <summary>Each value moves to its target; its probability goes to the two values around it, nearer ones getting more.</summary>
    public void Aim(ReadOnlySpan<float> next, LearnedStep step, Span<float> target)
    {
        Logistic.Softmax(next, _probabilities);
        target.Clear();
        for (int j = 0; j < _values.Length; j++)
        {
            double at = Math.Clamp((_target.Of(step.Reward, step.Ending, _values[j], step.Steps) - _values[0]) / _spacing, 0, _values.Length - 1);
            int below = Math.Min((int)at, _values.Length - 2);
            target[below] += (float)(_probabilities[j] * (below + 1 - at));
            target[below + 1] += (float)(_probabilities[j] * (at - below));
        }
    }

    public RowLoss Descend(ReadOnlySpan<float> atoms, ReadOnlySpan<float> target, float weight, Span<float> gradient)
    {
        float value = Value(atoms), aim = 0;
        double loss = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            loss -= target[i] * ExactMath.Log(Math.Max(_probabilities[i], 1e-30));
            gradient[i] += (float)(weight * (_probabilities[i] - target[i]));
            aim += target[i] * _values[i];
        }

        return new(loss, value, value - aim);
    }

    private float Mean(ReadOnlySpan<double> probabilities)
    {
        double mean = 0;
        for (int i = 0; i < probabilities.Length; i++) mean += probabilities[i] * _values[i];
        return (float)mean;
    }
}
