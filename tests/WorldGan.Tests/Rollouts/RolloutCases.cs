using FsCheck;
using FsCheck.Fluent;

namespace WorldGan.Tests.Rollouts;

/// <summary>Draws rollouts in true and in learned worlds, of no row, one row or many, from all kinds of start.</summary>
internal static class RolloutCases
{
    public static Arbitrary<RolloutCase> Any() => Arb.From(In(TestWorld.Names), Smaller);

    /// <summary>Permutations of up to 40 places: the order of 40 random numbers.</summary>
    public static Arbitrary<Order> Orders() => Gen.Choose(0, int.MaxValue).ArrayOf(40).Select(keys => new Order(keys)).ToArbitrary();

    private static Gen<RolloutCase> In(IReadOnlyCollection<string> worlds) =>
        from name in Gen.Elements<string>(worlds)
        from policy in Gen.Elements("random", "network", "noisy", "mixed")
        from rows in Gen.Choose(0, 30)
        from horizon in Gen.Choose(0, 20)
        from seed in Gen.Choose(0, int.MaxValue)
        from beginnings in Gen.Elements(Enum.GetValues<Beginnings>())
        select new RolloutCase(name, policy, rows, horizon, (ulong)seed << 20, beginnings);

    private static IEnumerable<RolloutCase> Smaller(RolloutCase c)
    {
        if (c.Rows > 1) yield return c with { Rows = c.Rows / 2 };
        if (c.Horizon > 1) yield return c with { Horizon = c.Horizon / 2 };
        if (c.Rows > 1) yield return c with { Rows = c.Rows - 1 };
        if (c.Horizon > 1) yield return c with { Horizon = c.Horizon - 1 };
    }

    /// <summary>Only learned worlds.</summary>
    public static class Learned
    {
        public static Arbitrary<RolloutCase> Any() => Arb.From(In([.. TestWorld.LearnedNames]), Smaller);
    }
}

/// <summary>An order of rows.</summary>
internal sealed record Order(int[] Keys)
{
    /// <summary>A permutation of 0 to <paramref name="count"/> - 1.</summary>
    public int[] Of(int count) => [.. Enumerable.Range(0, count).OrderBy(i => Keys[i]).ThenBy(i => i)];
}
