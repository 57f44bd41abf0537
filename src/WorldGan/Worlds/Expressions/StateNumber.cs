namespace WorldGan.Worlds.Expressions;

/// <summary>A number computed from the state after a step, such as <c>-abs(angle) - 0.1 * action</c>. Evaluating allocates nothing and gives the same bits on every machine.</summary>
public sealed class StateNumber
{
    private readonly WorldSpec _spec;
    private readonly NumberExpression _number;

    private StateNumber(WorldSpec spec, NumberExpression number) => (_spec, _number) = (spec, number);

    internal NumberExpression Number => _number;

    /// <summary>Parses a number over the variables of a world.</summary>
    /// <exception cref="ExpressionException">The text is wrong, or is a condition.</exception>
    public static StateNumber Parse(string text, WorldSpec spec) =>
        Parser.Parse(text, [.. spec.State.Select(variable => variable.Name)]) is NumberExpression number
            ? new StateNumber(spec, number)
            : throw new ExpressionException(1, "expected a number, got a condition.");

    /// <summary>The number; not finite where the expression has no value, as at a division by zero.</summary>
    /// <param name="nextState">[S] the state after the step, in the units of the specification.</param>
    /// <param name="action">The number of the action; the word <c>action</c> stands for its value where it has one.</param>
    public double At(ReadOnlySpan<float> nextState, int action) => _number.At(nextState, _spec.Actions[action].Value ?? action);

    /// <summary>The number in its plainest form.</summary>
    public override string ToString() => _number.ToString();
}
