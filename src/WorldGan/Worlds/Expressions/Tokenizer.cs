namespace WorldGan.Worlds.Expressions;

/// <summary>What a piece of an expression's text is.</summary>
internal enum TokenKind
{
    Number,
    Name,
    QuotedName,
    Sign,
    End,
}

/// <summary>A piece of an expression's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters; a quoted name without its quotes.</param>
/// <param name="Column">Where it starts, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Column)
{
    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}

/// <summary>Cuts an expression into numbers, names and signs.</summary>
internal static class Tokenizer
{
    private static readonly string[] Signs = ["<=", ">=", "==", "!=", "&&", "||", "+", "-", "*", "/", "(", ")", ",", "<", ">", "!"];

    public static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        for (int start = SkipSpace(text, 0); start < text.Length; start = SkipSpace(text, start))
        {
            var (kind, length) = Measure(text, start);
            string piece = text.Substring(start, length);
            tokens.Add(new Token(kind, kind == TokenKind.QuotedName ? piece[1..^1] : piece, start + 1));
            start += length;
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length + 1));
        return tokens;
    }

    /// <summary>True for a name that needs no quotes: a letter or '_', then letters, digits and '_'.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && NameLength(name, 0) == name.Length && name != ActionValue.Name && name != Parser.Pi && !Function.All.Any(function => function.Name == name);

    private static (TokenKind Kind, int Length) Measure(string text, int start)
    {
        char first = text[start];
        if (char.IsAsciiDigit(first) || first == '.') return (TokenKind.Number, NumberLength(text, start));
        if (NameLength(text, start) is var name and > 0) return (TokenKind.Name, name);
        if (first == '\'') return (TokenKind.QuotedName, QuotedLength(text, start));
        if (Array.Find(Signs, sign => string.CompareOrdinal(text, start, sign, 0, sign.Length) == 0) is { } sign) return (TokenKind.Sign, sign.Length);

        throw new ExpressionException(start + 1, $"expected a number, a name or an operator, got '{first}'.");
    }

    private static int SkipSpace(string text, int start) => start + Run(text, start, char.IsWhiteSpace);

    private static int NameLength(string text, int start) =>
        char.IsLetter(text[start]) || text[start] == '_' ? Run(text, start, c => char.IsLetterOrDigit(c) || c == '_') : 0;

    /// <summary>Digits, a point, digits, and an exponent where digits follow the e.</summary>
    private static int NumberLength(string text, int start)
    {
        int end = start + Run(text, start, char.IsAsciiDigit);
        if (end < text.Length && text[end] == '.') end += 1 + Run(text, end + 1, char.IsAsciiDigit);
        if (end == start + 1 && text[start] == '.') throw new ExpressionException(start + 1, "expected digits beside the point.");
        if (end == text.Length || text[end] is not ('e' or 'E')) return end - start;

        int digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
        int exponent = Run(text, digits, char.IsAsciiDigit);
        return exponent == 0 ? end - start : digits + exponent - start;
    }

    private static int QuotedLength(string text, int start)
    {
        int end = text.IndexOf('\'', start + 1);
        return end < 0 ? throw new ExpressionException(start + 1, "this quote is not closed.") : end + 1 - start;
    }

    private static int Run(string text, int start, Func<char, bool> belongs)
    {
        int end = start;
        while (end < text.Length && belongs(text[end])) end++;
        return end - start;
    }
}
