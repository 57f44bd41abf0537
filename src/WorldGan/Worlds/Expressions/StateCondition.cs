namespace WorldGan.Worlds.Expressions;

/// <summary>A condition over the state after a step, such as <c>abs(angle) &gt; 0.2095</c>. Evaluating allocates nothing and gives the same answer on every machine.</summary>
public sealed class StateCondition
{
    private readonly WorldSpec _spec;
    private readonly Condition _condition;

    private StateCondition(WorldSpec spec, Condition condition) => (_spec, _condition) = (spec, condition);

    internal Condition Condition => _condition;

    /// <summary>Parses a condition over the variables of a world.</summary>
    /// <exception cref="ExpressionException">The text is wrong, or is a number.</exception>
    public static StateCondition Parse(string text, WorldSpec spec) =>
        Parser.Parse(text, [.. spec.State.Select(variable => variable.Name)]) is Condition condition
            ? new StateCondition(spec, condition)
            : throw new ExpressionException(1, "expected a condition, got a number.");

    /// <summary>True when the condition holds; comparisons with a value that is not a number do not.</summary>
    /// <param name="nextState">[S] the state after the step, in the units of the specification.</param>
    /// <param name="action">The number of the action; the word <c>action</c> stands for its value where it has one.</param>
    public bool Holds(ReadOnlySpan<float> nextState, int action) => _condition.At(nextState, _spec.Actions[action].Value ?? action);

    /// <summary>The condition in its plainest form.</summary>
    public override string ToString() => _condition.ToString();
}
