using WorldGan.Numerics;
using WorldGan.WorldModel;

namespace WorldGan.Policies.Values;

/// <summary>
/// How much all actions together look better than the logged one: log Σ exp Q(s, ·) - Q(s, a) (CQL, arXiv:2006.04779, equation 4 with entropy, discrete actions).
/// One instance serves one thread.
/// </summary>
internal sealed class Conservatism(int actions)
{
    private readonly float[] _values = new float[actions];
    private readonly double[] _shares = new double[actions];

    /// <summary>Adds weight · ∂loss/∂atoms.</summary>
    /// <param name="learner">What atoms mean.</param>
    /// <param name="atoms">[A, N] what the network says.</param>
    /// <param name="action">The logged action.</param>
    /// <param name="weight">Factor of the gradient.</param>
    /// <param name="gradient">[A, N] added to.</param>
    /// <returns>The loss, without its weight.</returns>
    public double Add(IValueLearner learner, ReadOnlySpan<float> atoms, int action, float weight, Span<float> gradient)
    {
        int count = learner.Atoms;
        for (int a = 0; a < actions; a++) _values[a] = learner.Value(atoms.Slice(a * count, count));
        Logistic.Softmax(_values, _shares);
        for (int a = 0; a < actions; a++)
            learner.AddValueGradient(atoms.Slice(a * count, count), weight * (float)(_shares[a] - (a == action ? 1 : 0)), gradient.Slice(a * count, count));
        return -ExactMath.Log(_shares[action]);            // minus the log of a softmax is the difference
    }
}
