using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>
/// The loss of one row: Huber's of Q(s, a) minus its double DQN target (arXiv:1509.06461, equation 4). Networks' outputs are those of the dueling head.
/// One instance serves one thread.
/// </summary>
/// <param name="target">What values learn towards.</param>
/// <param name="actions">A, the number of actions.</param>
internal sealed class DoubleQLoss(ValueTarget target, int actions)
{
    private readonly float[] _values = new float[actions];

    /// <summary>The target: the online network chooses the next action, the target network says what it is worth.</summary>
    /// <param name="onlineNext">[1 + A] output of the online network at the next state.</param>
    /// <param name="targetNext">[1 + A] output of the target network at the next state.</param>
    /// <param name="reward">The step's reward.</param>
    /// <param name="ending">How the step ended.</param>
    public float Target(ReadOnlySpan<float> onlineNext, ReadOnlySpan<float> targetNext, float reward, Ending ending)
    {
        QNetwork.Values(onlineNext, _values);
        int best = QNetwork.Best(_values);
        QNetwork.Values(targetNext, _values);
        return target.Of(reward, ending, _values[best]);
    }

    /// <summary>Writes weight · ∂loss/∂output.</summary>
    /// <param name="output">[1 + A] output of the online network at the state.</param>
    /// <param name="action">a.</param>
    /// <param name="targetValue">What Q(s, a) learns towards.</param>
    /// <param name="weight">Factor of the gradient: 1 / rows for the mean.</param>
    /// <param name="gradient">[1 + A] written.</param>
    /// <returns>The loss, and Q(s, a).</returns>
    public (double Loss, float Value) Gradient(ReadOnlySpan<float> output, int action, float targetValue, float weight, Span<float> gradient)
    {
        QNetwork.Values(output, _values);
        float error = _values[action] - targetValue;
        QNetwork.Gradient(action, Math.Clamp(error, -1, 1) * weight, gradient);
        return (Math.Abs(error) <= 1 ? 0.5 * error * error : Math.Abs(error) - 0.5, _values[action]);
    }
}
