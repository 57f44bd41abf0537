namespace WorldGan.Policies.Values;

/// <summary>
/// How the return of a state and action is told by some numbers of a network, its atoms, and how they learn. All values are in units of
/// <see cref="ValueTarget.Scale"/>. To add one: 1. a member of <see cref="ValueKind"/>; 2. a class here and a line in <see cref="QHead.Of"/>; 3. its equations in README.md.
/// </summary>
internal interface IValueLearner
{
    /// <summary>N, the numbers that a network says of each action.</summary>
    int Atoms { get; }

    /// <summary>T, the numbers of a target.</summary>
    int Aims => Atoms;

    /// <summary>Q, the mean return.</summary>
    /// <param name="atoms">[N] what the network says.</param>
    float Value(ReadOnlySpan<float> atoms);

    /// <summary>Adds slope · ∂Q/∂atoms.</summary>
    /// <param name="atoms">[N] what the network says.</param>
    /// <param name="slope">∂loss/∂Q.</param>
    /// <param name="gradient">[N] added to.</param>
    void AddValueGradient(ReadOnlySpan<float> atoms, float slope, Span<float> gradient);

    /// <summary>What the atoms learn towards.</summary>
    /// <param name="next">[N] what the target network says of the next state and its best action.</param>
    /// <param name="step">What happened.</param>
    /// <param name="target">[T] written, in a form of the learner's own.</param>
    void Aim(ReadOnlySpan<float> next, LearnedStep step, Span<float> target);

    /// <summary>Adds weight · ∂loss/∂atoms.</summary>
    /// <param name="atoms">[N] what the network says.</param>
    /// <param name="target">[T] from <see cref="Aim"/>.</param>
    /// <param name="weight">Factor of the gradient.</param>
    /// <param name="gradient">[N] added to.</param>
    RowLoss Descend(ReadOnlySpan<float> atoms, ReadOnlySpan<float> target, float weight, Span<float> gradient);
}

/// <summary>What a row came to.</summary>
/// <param name="Loss">The loss, without its weight.</param>
/// <param name="Value">Q(s, a).</param>
/// <param name="Error">Q(s, a) minus the mean of its target: how much the row surprised.</param>
internal readonly record struct RowLoss(double Loss, float Value, float Error);
