using WorldGan.Numerics;

namespace WorldGan.Worlds.Expressions;

/// <summary>A function that expressions may call.</summary>
internal sealed record Function(string Name, int Arguments, Func<double, double, double> Apply)
{
    /// <summary>To add a function, add a line here and one to the README of worlds; only <see cref="ExactMath"/> gives the same bits everywhere.</summary>
    public static readonly IReadOnlyList<Function> All =
    [
        new("abs", 1, (x, _) => Math.Abs(x)),
        new("min", 2, Math.Min),
        new("max", 2, Math.Max),
        new("sin", 1, (x, _) => ExactMath.Sin(x)),
        new("cos", 1, (x, _) => ExactMath.Cos(x)),
        new("sqrt", 1, (x, _) => Math.Sqrt(x)),
        new("exp", 1, (x, _) => ExactMath.Exp(x)),
    ];
}

/// <summary>A call of a function with one or two arguments.</summary>
internal sealed record Call(Function Function, NumberExpression First, NumberExpression? Second) : NumberExpression
{
    public override int Binding => 7;

    public override double At(ReadOnlySpan<float> state, double action) =>
        Function.Apply(First.At(state, action), Second?.At(state, action) ?? 0);

    public override string ToString() => Second is null ? $"{Function.Name}({First})" : $"{Function.Name}({First}, {Second})";
}
