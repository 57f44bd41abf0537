namespace WorldGan.Worlds.Expressions;

internal sealed record Comparison(string Operator, NumberExpression Left, NumberExpression Right) : Condition
{
    public static readonly IReadOnlyList<string> Operators = ["<", "<=", ">", ">=", "==", "!="];

    public override int Binding => 3;

    public override bool At(ReadOnlySpan<float> state, double action)
    {
        double left = Left.At(state, action), right = Right.At(state, action);
        return Operator switch
        {
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            ">=" => left >= right,
            "==" => left == right,
            _ => left != right,
        };
    }

    public override string ToString() => $"{Print(Left, Binding + 1)} {Operator} {Print(Right, Binding + 1)}";
}

internal sealed record Both(Condition Left, Condition Right) : Condition
{
    public override int Binding => 1;

    public override bool At(ReadOnlySpan<float> state, double action) => Left.At(state, action) && Right.At(state, action);

    public override string ToString() => $"{Print(Left, Binding)} && {Print(Right, Binding + 1)}";
}

internal sealed record Either(Condition Left, Condition Right) : Condition
{
    public override int Binding => 0;

    public override bool At(ReadOnlySpan<float> state, double action) => Left.At(state, action) || Right.At(state, action);

    public override string ToString() => $"{Print(Left, Binding)} || {Print(Right, Binding + 1)}";
}

internal sealed record Not(Condition Inner) : Condition
{
    public override int Binding => 6;

    public override bool At(ReadOnlySpan<float> state, double action) => !Inner.At(state, action);

    public override string ToString() => "!" + Print(Inner, Binding);
}
