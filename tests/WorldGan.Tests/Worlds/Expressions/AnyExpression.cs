using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WorldGan.Numerics;

namespace WorldGan.Tests.Worlds.Expressions;

/// <summary>An expression in full parentheses, and its value computed beside the parser.</summary>
/// <param name="Text">The expression; variables are x, y and 'z w'.</param>
/// <param name="Value">Its value at a state and an action; a condition is 1 or 0.</param>
/// <param name="IsCondition">True when it is a condition.</param>
public sealed record AnyExpression(string Text, Func<float[], double, double> Value, bool IsCondition)
{
    private static readonly Dictionary<string, Func<double, double, double>> Operators = new()
    {
        ["+"] = (a, b) => a + b,
        ["-"] = (a, b) => a - b,
        ["*"] = (a, b) => a * b,
        ["/"] = (a, b) => a / b,
    };

    private static readonly Dictionary<string, Func<double, double, bool>> Comparisons = new()
    {
        ["<"] = (a, b) => a < b,
        ["<="] = (a, b) => a <= b,
        [">"] = (a, b) => a > b,
        [">="] = (a, b) => a >= b,
        ["=="] = (a, b) => a == b,
        ["!="] = (a, b) => a != b,
    };

    private static readonly Dictionary<string, Func<double, double>> Functions = new()
    {
        ["abs"] = Math.Abs,
        ["sqrt"] = Math.Sqrt,
        ["sin"] = ExactMath.Sin,
        ["cos"] = ExactMath.Cos,
        ["exp"] = ExactMath.Exp,
    };

    public override string ToString() => Text;

    /// <summary>Numbers and conditions of every form.</summary>
    public static Arbitrary<AnyExpression> Arbitrary() => Gen.Sized(size => Gen.OneOf(Number(Depth(size)), Truth(Depth(size)))).ToArbitrary();

    private static int Depth(int size) => Math.Min(5, 1 + size / 10);

    private static Gen<AnyExpression> Number(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Choose(0, 1000).Select(k => Of((k / 8.0).ToString(CultureInfo.InvariantCulture), (_, _) => k / 8.0)),
            Gen.Elements(
                Of("x", (state, _) => state[0]),
                Of("y", (state, _) => state[1]),
                Of("'z w'", (state, _) => state[2]),
                Of("action", (_, action) => action),
                Of("pi", (_, _) => Math.PI),
                Of("1.5e-3", (_, _) => 0.0015)));
        if (depth == 0) return leaf;

        var inner = Number(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Select(a => Of($"-({a})", (s, k) => -a.Value(s, k))),
            Pair(inner, Operators.Keys, (a, b, name) => Of($"({a}){name}({b})", (s, k) => Operators[name](a.Value(s, k), b.Value(s, k)))),
            Pair(inner, ["min", "max"], (a, b, name) => Of($"{name}( {a} ,{b})", (s, k) => name == "min" ? Math.Min(a.Value(s, k), b.Value(s, k)) : Math.Max(a.Value(s, k), b.Value(s, k)))),
            Pair(inner, Functions.Keys, (a, _, name) => Of($"{name}({a})", (s, k) => Functions[name](a.Value(s, k)))));
    }

    private static Gen<AnyExpression> Truth(int depth)
    {
        var comparison = Pair(Number(depth), Comparisons.Keys, (a, b, name) => If($"({a}) {name} ({b})", (s, k) => Comparisons[name](a.Value(s, k), b.Value(s, k))));
        if (depth == 0) return comparison;

        var inner = Truth(depth - 1);
        return Gen.OneOf(
            comparison,
            inner.Select(a => If($"!({a})", (s, k) => a.Value(s, k) == 0)),
            Pair(inner, ["&&", "||"], (a, b, name) => If($"({a}){name}({b})", (s, k) => name == "&&" ? a.Value(s, k) + b.Value(s, k) == 2 : a.Value(s, k) + b.Value(s, k) > 0)));
    }

    private static Gen<AnyExpression> Pair(Gen<AnyExpression> inner, IEnumerable<string> names, Func<AnyExpression, AnyExpression, string, AnyExpression> join) =>
        inner.SelectMany(a => inner.SelectMany(b => Gen.Elements(names).Select(name => join(a, b, name))));

    private static AnyExpression Of(string text, Func<float[], double, double> value) => new(text, value, false);

    private static AnyExpression If(string text, Func<float[], double, bool> holds) => new(text, (s, k) => holds(s, k) ? 1 : 0, true);
}
