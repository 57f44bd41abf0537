namespace WorldGan.Worlds.Expressions;

/// <summary>The text of an expression is wrong.</summary>
public sealed class ExpressionException : FormatException
{
    internal ExpressionException(int column, string message) : base($"column {column} of the expression: {message}") => Column = column;

    /// <summary>Where, from 1, in UTF-16 characters.</summary>
    public int Column { get; }
}
