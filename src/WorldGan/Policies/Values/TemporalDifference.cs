namespace WorldGan.Policies.Values;

/// <summary>The loss of a row: the learner's, from Q(s, a) to its target (double DQN's choice, arXiv:1509.06461, equation 4), and in logged rows what conservatism adds. One instance serves one thread.</summary>
/// <param name="head">What outputs mean.</param>
/// <param name="filter">Takes next actions out; null leaves them all.</param>
internal sealed class TemporalDifference(QHead head, BehaviourFilter? filter = null)
{
    private readonly float[] _values = new float[head.Actions];
    private readonly float[] _gradient = new float[head.Actions * head.Learner.Atoms];
    private readonly Conservatism _conservatism = new(head.Actions);

    /// <summary>T, the numbers of a target.</summary>
    public int Aims => head.Learner.Aims;

    /// <summary>Writes the target: the online network chooses the next action, the target network says what it is worth.</summary>
    /// <param name="onlineNext">[O] output of the online network at the next state.</param>
    /// <param name="targetNext">[O] output of the target network at the next state.</param>
    /// <param name="step">What happened.</param>
    /// <param name="target">[T] written.</param>
    /// <param name="behaviourNext">[A] logits of the log's actions at the next state, where there is a filter.</param>
    public void Aim(ReadOnlySpan<float> onlineNext, ReadOnlySpan<float> targetNext, LearnedStep step, Span<float> target, ReadOnlySpan<float> behaviourNext = default)
    {
        head.Values(onlineNext, _values);
        filter?.Apply(behaviourNext, _values);
        int atoms = head.Learner.Atoms, best = QHead.Best(_values);
        head.Learner.Aim(head.Atoms(targetNext).Slice(best * atoms, atoms), step, target);
    }

    /// <summary>Writes the gradient of the row's loss.</summary>
    /// <param name="output">[O] output of the online network at the state.</param>
    /// <param name="action">a.</param>
    /// <param name="target">[T] from <see cref="Aim"/>.</param>
    /// <param name="weight">Factor of the learner's gradient: 1 / rows for the mean.</param>
    /// <param name="conservativeWeight">Factor of conservatism's.</param>
    /// <param name="gradient">[O] written: ∂loss/∂output.</param>
    /// <returns>What the learner says.</returns>
    public RowLoss Descend(ReadOnlySpan<float> output, int action, ReadOnlySpan<float> target, float weight, float conservativeWeight, Span<float> gradient)
    {
        ReadOnlySpan<float> atoms = head.Atoms(output);
        int count = head.Learner.Atoms, at = action * count;
        _gradient.AsSpan().Clear();
        RowLoss row = head.Learner.Descend(atoms.Slice(at, count), target, weight, _gradient.AsSpan(at, count));
        if (conservativeWeight > 0) _conservatism.Add(head.Learner, atoms, action, conservativeWeight, _gradient);
        head.Gradient(_gradient, gradient);
        return row;
    }
}
