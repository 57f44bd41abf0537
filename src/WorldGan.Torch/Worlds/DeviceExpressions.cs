using WorldGan.Worlds.Expressions;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Worlds;

/// <summary>Expressions of a world.json over rows on a device, in double precision as the library computes them.</summary>
internal static class DeviceExpressions
{
    /// <summary>Where a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="states">[.., S] states after the step.</param>
    /// <param name="actions">[..] values of the actions, in double precision.</param>
    /// <returns>[..] truth values.</returns>
    public static Tensor Holds(Condition condition, Tensor states, Tensor actions) => condition switch
    {
        Flag flag => At(states, flag.Index).ne(0),
        Comparison comparison => Compare(comparison.Operator, Value(comparison.Left, states, actions), Value(comparison.Right, states, actions)),
        Both both => Holds(both.Left, states, actions).logical_and(Holds(both.Right, states, actions)),
        Either either => Holds(either.Left, states, actions).logical_or(Holds(either.Right, states, actions)),
        Not not => Holds(not.Inner, states, actions).logical_not(),
        _ => throw new NotSupportedException($"Expected a condition that a device knows, got '{condition}'."),
    };

    /// <summary>The value of a number.</summary>
    /// <inheritdoc cref="Holds"/>
    /// <returns>[..] in double precision.</returns>
    public static Tensor Value(NumberExpression number, Tensor states, Tensor actions) => number switch
    {
        Constant constant => full_like(actions, constant.Value),
        Variable variable => At(states, variable.Index),
        ActionValue => actions,
        Negation negation => -Value(negation.Inner, states, actions),
        Arithmetic arithmetic => Compute(arithmetic.Operator, Value(arithmetic.Left, states, actions), Value(arithmetic.Right, states, actions)),
        Call call => Apply(call, Value(call.First, states, actions), call.Second is null ? null : Value(call.Second, states, actions)),
        _ => throw new NotSupportedException($"Expected a number that a device knows, got '{number}'."),
    };

    private static Tensor At(Tensor states, int variable) => states.select(-1, variable).to(ScalarType.Float64);

    private static Tensor Compare(string by, Tensor left, Tensor right) => by switch
    {
        "<" => left.lt(right),
        "<=" => left.le(right),
        ">" => left.gt(right),
        ">=" => left.ge(right),
        "==" => left.eq(right),
        _ => left.ne(right),
    };

    private static Tensor Compute(char by, Tensor left, Tensor right) => by switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        _ => left / right,
    };

    private static Tensor Apply(Call call, Tensor first, Tensor? second) => call.Function.Name switch
    {
        "abs" => first.abs(),
        "min" => first.minimum(second!),
        "max" => first.maximum(second!),
        "sin" => first.sin(),
        "cos" => first.cos(),
        "sqrt" => first.sqrt(),
        "exp" => first.exp(),
        _ => throw new NotSupportedException($"Expected a function that a device knows, got '{call.Function.Name}'."),
    };
}
