using FsCheck;
using FsCheck.Fluent;
using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.Policies.Values;
using WorldGan.Worlds;

namespace WorldGan.Tests.Policies.Values;

/// <summary>Outputs of a Q network with its head: numbers in [-4, 4], for 2 to 6 actions.</summary>
internal sealed record Output(ValueKind Value, NetworkKind Network, int Actions, float[] Numbers, float[] Others)
{
    /// <summary>Rewards 0 to 1 and a discount of 0.9: values are 0 to 10, so that the unit of a head is 1.</summary>
    public static ValueTarget Target { get; } = new(Spec(2), Units);

    public QHead Head => QHead.Of(Spec(Actions), Target, Options(Value, Network));

    public static PolicyOptions Options(ValueKind value, NetworkKind network = NetworkKind.Dueling) =>
        (new PolicyOptions { Value = value, Network = network } with { Quantiles = value == ValueKind.QrDqn ? 5 : null, Atoms = value == ValueKind.C51 ? 6 : null, Samples = value == ValueKind.Gan ? 4 : null }).Resolved();

    public static int OutputsOf(ValueKind value, NetworkKind network, int actions) => QHead.Of(Spec(actions), Target, Options(value, network)).Outputs;

    public float[] Values(float[]? numbers = null)
    {
        var values = new float[Actions];
        Head.Values(numbers ?? Numbers, values);
        return values;
    }

    /// <summary>The numbers with one of them moved.</summary>
    public float[] Moved(int i, float by)
    {
        float[] moved = [.. Numbers];
        moved[i] += by;
        return moved;
    }

    public override string ToString() => $"{Value}, {Network}, {Actions} actions: {string.Join(' ', Numbers)}; {string.Join(' ', Others)}";

    private static WorldSpec Spec(int actions) => new()
    {
        Name = "a",
        State = [new("x")],
        Actions = [.. Enumerable.Range(0, actions).Select(a => new ActionSpec($"{a}"))],
        Discount = 0.9,
        RewardRange = new(0, 1),
    };

    private static Normalizer Units => new()
    {
        Mean = [0],
        StandardDeviation = [1],
        ChangeScale = [1],
        Low = [0],
        High = [0],
        RewardLow = 0,
        RewardHigh = 1,
        RewardMean = 0,
        RewardStandardDeviation = 1,
        Terminals = 0,
    };
}

internal static class Outputs
{
    private static readonly Gen<float> Number = Gen.Choose(-4000, 4000).Select(thousandths => thousandths / 1000f);

    /// <summary>Of all kinds of heads, with the output of a second network for the same state.</summary>
    public static Arbitrary<Output> Any() =>
        (from value in Gen.Elements(Enum.GetValues<ValueKind>())
         from network in Gen.Elements(Enum.GetValues<NetworkKind>())
         from actions in Gen.Choose(2, 6)
         from numbers in Number.ArrayOf(Output.OutputsOf(value, network, actions))
         from others in Number.ArrayOf(numbers.Length)
         select new Output(value, network, actions, numbers, others)).ToArbitrary();
}
