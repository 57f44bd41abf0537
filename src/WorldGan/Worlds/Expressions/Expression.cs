using System.Globalization;

namespace WorldGan.Worlds.Expressions;

/// <summary>A parsed expression: either a number or a condition. Its text parses to an equal expression.</summary>
internal abstract record Expression
{
    /// <summary>How tightly the outermost operator binds, from 0 (||) to 7 (numbers, names and calls).</summary>
    public abstract int Binding { get; }

    /// <summary>The expression in parentheses where its operator binds less tightly than asked.</summary>
    protected static string Print(Expression inner, int binding) => inner.Binding >= binding ? inner.ToString() : $"({inner})";
}

/// <summary>An expression whose value is a number.</summary>
internal abstract record NumberExpression : Expression
{
    /// <summary>The value after a step.</summary>
    /// <param name="state">[S] the state after the step.</param>
    /// <param name="action">The value of the action.</param>
    public abstract double At(ReadOnlySpan<float> state, double action);
}

/// <summary>An expression that holds or does not hold.</summary>
internal abstract record Condition : Expression
{
    /// <summary>True when the condition holds after a step.</summary>
    /// <param name="state">[S] the state after the step.</param>
    /// <param name="action">The value of the action.</param>
    public abstract bool At(ReadOnlySpan<float> state, double action);
}

/// <summary>A number, not negative and finite.</summary>
internal sealed record Constant(double Value) : NumberExpression
{
    public override int Binding => 7;

    public override double At(ReadOnlySpan<float> state, double action) => Value;

    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A state variable.</summary>
internal sealed record Variable(string Name, int Index) : NumberExpression
{
    public override int Binding => 7;

    public override double At(ReadOnlySpan<float> state, double action) => state[Index];

    public override string ToString() => Tokenizer.IsPlainName(Name) ? Name : $"'{Name}'";
}

/// <summary>A condition that is told with the state.</summary>
internal sealed record Flag(string Name, int Index) : Condition
{
    public override int Binding => 7;

    public override bool At(ReadOnlySpan<float> state, double action) => state[Index] != 0;

    public override string ToString() => Name;
}

/// <summary>The value of the action, or its number where it has no value.</summary>
internal sealed record ActionValue : NumberExpression
{
    public const string Name = "action";

    public override int Binding => 7;

    public override double At(ReadOnlySpan<float> state, double action) => action;

    public override string ToString() => Name;
}

internal sealed record Negation(NumberExpression Inner) : NumberExpression
{
    public override int Binding => 6;

    public override double At(ReadOnlySpan<float> state, double action) => -Inner.At(state, action);

    public override string ToString() => "-" + Print(Inner, Binding);
}
