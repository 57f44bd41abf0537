using FsCheck;
using FsCheck.Fluent;
using WorldGan.Policies;

namespace WorldGan.Tests.Policies;

/// <summary>Outputs of a dueling network: [1 + A] numbers in [-4, 4], for 2 to 6 actions.</summary>
internal sealed record Output(float[] Numbers)
{
    public float[] Values()
    {
        var values = new float[Numbers.Length - 1];
        QNetwork.Values(Numbers, values);
        return values;
    }
}

internal static class Outputs
{
    private static readonly Gen<float> Number = Gen.Choose(-4000, 4000).Select(thousandths => thousandths / 1000f);

    public static Arbitrary<Output> Any() =>
        (from actions in Gen.Choose(2, 6) from numbers in Number.ArrayOf(1 + actions) select new Output(numbers)).ToArbitrary();

    /// <summary>The online network's and the target network's output for the same state.</summary>
    public static Arbitrary<(Output Online, Output Target)> Pairs() =>
        (from actions in Gen.Choose(2, 6)
         from online in Number.ArrayOf(1 + actions)
         from target in Number.ArrayOf(1 + actions)
         select (new Output(online), new Output(target))).ToArbitrary();
}
