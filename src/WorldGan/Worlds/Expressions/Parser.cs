using System.Globalization;

namespace WorldGan.Worlds.Expressions;

/// <summary>
/// Parses an expression by recursive descent, loosest operator first: || then &amp;&amp; then one comparison, sums, products, signs.
/// </summary>
internal sealed class Parser
{
    public const string Pi = "pi";

    /// <summary>Bounds the stack together with <see cref="DeepestNesting"/>: a chain of operators is a tree as deep as it is long.</summary>
    public const int LongestText = 4096;

    public const int DeepestNesting = 64;

    private readonly List<Token> _tokens;
    private readonly IReadOnlyList<string> _variables;
    private readonly IReadOnlyList<string> _flags;
    private int _position;
    private int _depth;

    private Parser(string text, IReadOnlyList<string> variables, IReadOnlyList<string> flags)
    {
        if (text.Length > LongestText) throw new ExpressionException(LongestText + 1, $"expected at most {LongestText} characters, got {text.Length}.");
        _tokens = Tokenizer.Split(text);
        (_variables, _flags) = (variables, flags);
    }

    private Token Current => _tokens[_position];

    /// <summary>Parses a whole text.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="variables">Names of the numbers at the beginning of a state.</param>
    /// <param name="flags">Names of the conditions that follow them, each a number that is 0 where it does not hold.</param>
    /// <exception cref="ExpressionException">The text is wrong; the message says where.</exception>
    public static Expression Parse(string text, IReadOnlyList<string> variables, params IReadOnlyList<string> flags)
    {
        var parser = new Parser(text, variables, flags);
        var result = parser.ParseEither();
        if (parser.Current.Kind != TokenKind.End) throw parser.Expected("an operator or the end");
        return result;
    }

    private Expression ParseEither()
    {
        var left = ParseBoth();
        while (Current is { Kind: TokenKind.Sign, Text: "||" })
        {
            var sign = Take();
            left = new Either(ConditionAt(sign, left, "left"), ConditionAt(sign, ParseBoth(), "right"));
        }

        return left;
    }

    private Expression ParseBoth()
    {
        var left = ParseComparison();
        while (Current is { Kind: TokenKind.Sign, Text: "&&" })
        {
            var sign = Take();
            left = new Both(ConditionAt(sign, left, "left"), ConditionAt(sign, ParseComparison(), "right"));
        }

        return left;
    }

    private Expression ParseComparison()
    {
        var left = ParseSum();
        if (!IsComparison(Current)) return left;

        var sign = Take();
        var result = new Comparison(sign.Text, NumberAt(sign, left, "left"), NumberAt(sign, ParseSum(), "right"));
        return IsComparison(Current) ? throw Expected("'&&' between two comparisons") : result;
    }

    private Expression ParseSum()
    {
        var left = ParseProduct();
        while (Current is { Kind: TokenKind.Sign, Text: "+" or "-" })
        {
            var sign = Take();
            left = new Arithmetic(sign.Text[0], NumberAt(sign, left, "left"), NumberAt(sign, ParseProduct(), "right"));
        }

        return left;
    }

    private Expression ParseProduct()
    {
        var left = ParseSigned();
        while (Current is { Kind: TokenKind.Sign, Text: "*" or "/" })
        {
            var sign = Take();
            left = new Arithmetic(sign.Text[0], NumberAt(sign, left, "left"), NumberAt(sign, ParseSigned(), "right"));
        }

        return left;
    }

    private Expression ParseSigned()
    {
        if (++_depth > DeepestNesting) throw new ExpressionException(Current.Column, $"nested deeper than {DeepestNesting} levels.");
        var result = Current switch
        {
            { Kind: TokenKind.Sign, Text: "-" } => new Negation(NumberAt(Take(), ParseSigned(), "right")),
            { Kind: TokenKind.Sign, Text: "!" } => new Not(ConditionAt(Take(), ParseSigned(), "right")),
            _ => ParsePrimary(),
        };
        _depth--;
        return result;
    }

    private Expression ParsePrimary()
    {
        var token = Current;
        switch (token)
        {
            case { Kind: TokenKind.Number }: return ParseNumber(Take());
            case { Kind: TokenKind.QuotedName }: return ParseVariable(Take());
            case { Kind: TokenKind.Name }: return ParseName(Take());
            case { Kind: TokenKind.Sign, Text: "(" }:
                Take();
                var inner = ParseEither();
                Take(")");
                return inner;
            default: throw Expected("a number, a name or '('");
        }
    }

    private static Constant ParseNumber(Token token)
    {
        double value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? new Constant(value) : throw new ExpressionException(token.Column, $"expected a finite number, got {token}.");
    }

    private Expression ParseName(Token token)
    {
        if (token.Text == Pi) return new Constant(Math.PI);
        if (token.Text == ActionValue.Name) return new ActionValue();
        return Function.All.FirstOrDefault(function => function.Name == token.Text) is { } function ? ParseCall(function) : ParseVariable(token);
    }

    private Expression ParseVariable(Token token)
    {
        for (int i = 0; i < _variables.Count; i++)
            if (_variables[i] == token.Text) return new Variable(token.Text, i);
        for (int i = 0; i < _flags.Count; i++)
            if (_flags[i] == token.Text) return new Flag(token.Text, _variables.Count + i);

        string[] names = [.. _variables, .. _flags, ActionValue.Name];
        string hint = NearMiss.Hint(token.Text, names.Concat(Function.All.Select(function => function.Name)).Append(Pi));
        throw new ExpressionException(token.Column, $"{token} is not a state variable.{(hint.Length > 0 ? hint : $" There are {string.Join(", ", names)}.")}");
    }

    private Call ParseCall(Function function)
    {
        var open = Take("(");
        var first = NumberAt(open, ParseEither(), "right");
        var second = function.Arguments == 2 ? NumberAt(Take(","), ParseEither(), "right") : null;
        Take(")");
        return new Call(function, first, second);
    }

    private Token Take() => _tokens[_position++];

    private Token Take(string sign) => Current.Kind == TokenKind.Sign && Current.Text == sign ? Take() : throw Expected($"'{sign}'");

    private ExpressionException Expected(string what) => new(Current.Column, $"expected {what}, got {Current}.");

    private static bool IsComparison(Token token) => token.Kind == TokenKind.Sign && Comparison.Operators.Contains(token.Text);

    private static NumberExpression NumberAt(Token sign, Expression operand, string side) =>
        operand as NumberExpression ?? throw new ExpressionException(sign.Column, $"expected a number {side} of {sign}, got a condition.");

    private static Condition ConditionAt(Token sign, Expression operand, string side) =>
        operand as Condition ?? throw new ExpressionException(sign.Column, $"expected a condition {side} of {sign}, got a number.");
}
