namespace WorldGan.Worlds.Expressions;

/// <summary>
/// A condition over a whole step: the state after it, its <c>reward</c>, and whether it is <c>terminal</c>, such as <c>terminal &amp;&amp; abs(angle) &gt; 0.2</c>. A state
/// variable of such a name comes first. Evaluating allocates nothing and gives the same answer on every machine.
/// </summary>
public sealed class StepCondition
{
    private readonly WorldSpec _spec;
    private readonly Condition _condition;
    private readonly int _state;                           // S

    private StepCondition(WorldSpec spec, Condition condition) => (_spec, _condition, _state) = (spec, condition, spec.State.Count);

    /// <summary>Parses a condition over the steps of a world.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="spec">The world, as it is recorded or as it is seen: what is seen beyond the present state has names as well, to be put in quotes.</param>
    /// <exception cref="ExpressionException">The text is wrong, or is a number.</exception>
    public static StepCondition Parse(string text, WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Parser.Parse(text, [.. spec.State.Select(variable => variable.Name), "reward"], "terminal") is Condition condition
            ? new StepCondition(spec, condition)
            : throw new ExpressionException(1, "expected a condition, got a number.");
    }

    /// <summary>True when the condition holds; comparisons with a value that is not a number do not.</summary>
    /// <param name="nextState">[S] the state after the step, in the units of the specification; what follows these is ignored.</param>
    /// <param name="action">The number of the action; the word <c>action</c> stands for its value where it has one.</param>
    /// <param name="reward">The step's reward.</param>
    /// <param name="ending">How the step ended.</param>
    public bool Holds(ReadOnlySpan<float> nextState, int action, float reward, Ending ending)
    {
        const int Small = 256;
        Span<float> step = _state + 2 <= Small ? stackalloc float[Small] : new float[_state + 2];
        nextState[.._state].CopyTo(step);
        (step[_state], step[_state + 1]) = (reward, ending == Ending.Terminal ? 1 : 0);
        return _condition.At(step, _spec.Actions[action].Value ?? action);
    }

    /// <summary>The condition in its plainest form.</summary>
    public override string ToString() => _condition.ToString();
}
