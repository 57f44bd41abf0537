namespace WorldGan.Worlds.Expressions;

/// <summary>A sum, difference, product or quotient; operators of one kind group from the left.</summary>
internal sealed record Arithmetic(char Operator, NumberExpression Left, NumberExpression Right) : NumberExpression
{
    public override int Binding => Operator is '+' or '-' ? 4 : 5;

    public override double At(ReadOnlySpan<float> state, double action)
    {
        double left = Left.At(state, action), right = Right.At(state, action);
        return Operator switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
    }

    public override string ToString() => $"{Print(Left, Binding)} {Operator} {Print(Right, Binding + 1)}";
}
