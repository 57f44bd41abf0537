using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Export.Onnx;

/// <summary>What a world.json knows by expression, in single precision.</summary>
/// <param name="spec">The world.</param>
/// <param name="action">[B] numbers of actions.</param>
internal sealed class OnnxExpression(WorldSpec spec, OnnxValue action)
{
    /// <summary>The value of an expression.</summary>
    /// <param name="expression">A number or a condition.</param>
    /// <param name="next">[B, S] states after the step.</param>
    /// <returns>[B] numbers, or truths.</returns>
    public OnnxValue Of(Expression expression, OnnxValue next) => At(expression, next).Apply("Expand", next.Columns(0).Apply("Shape")).Narrowed(1);

    private OnnxValue At(Expression expression, OnnxValue next) => expression switch
    {
        Constant constant => next.Graph.Number((float)constant.Value),
        Variable variable => next.Columns(variable.Index),
        ActionValue => next.Graph.Numbers("action_values", [.. spec.Actions.Select((a, i) => (float)(a.Value ?? i))], spec.Actions.Count, 1).Rows(action),
        Negation negation => At(negation.Inner, next).Apply("Neg"),
        Arithmetic { Operator: var sign } sum => At(sum.Left, next).Apply(sign switch { '+' => "Add", '-' => "Sub", '*' => "Mul", _ => "Div" }, At(sum.Right, next)),
        Call { Second: null } call => At(call.First, next).Apply(Operator(call.Function)),
        Call call => At(call.First, next).Apply(Operator(call.Function), At(call.Second, next)),
        Comparison comparison => Compare(comparison.Operator, At(comparison.Left, next), At(comparison.Right, next)),
        Both both => At(both.Left, next) & At(both.Right, next),
        Either either => At(either.Left, next) | At(either.Right, next),
        Not not => !At(not.Inner, next),
        _ => throw new NotSupportedException($"Expected an expression over a state, got '{expression}'."),
    };

    private static OnnxValue Compare(string sign, OnnxValue left, OnnxValue right) => sign switch
    {
        "<" => left.Below(right),
        "<=" => left.NotAbove(right),
        ">" => right.Below(left),
        ">=" => left.NotBelow(right),
        "==" => left.Apply("Equal", right),
        _ => !left.Apply("Equal", right),
    };

    // ONNX has all functions under the same names, each with a capital letter.
    private static string Operator(Function function) => char.ToUpperInvariant(function.Name[0]) + function.Name[1..];
}
