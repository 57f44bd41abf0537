using FsCheck;
using FsCheck.Fluent;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs;

/// <summary>Episodes of <see cref="LogWorlds.Mixed"/> with different names.</summary>
public sealed record MixedLog(IReadOnlyList<Episode> Episodes)
{
    public override string ToString() => string.Join('\n', LogWorlds.Show(Episodes));
}

/// <summary>Draws logs with the numbers that break careless code: -0, subnormals, the largest, single precision.</summary>
public static class EpisodeArbitrary
{
    private static readonly double[] Hard = [0.0, -0.0, double.Epsilon, -5e-320, double.MaxValue, double.MinValue, 1 / 3.0, 0.1f, 1e-40f, 1e16, 123456789, -1.5];
    private static readonly string[] HardNames = ["", "0", "-1", "run 7", "a,b;c\td|e", "say \"hi\"", " blank ", "Ünïcøde 漢字 😀", "line\nend", "\"", "NaN", "'"];

    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Elements(Hard),
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite),
        ArbMap.Default.GeneratorFor<float>().Where(float.IsFinite).Select(x => (double)x),
        ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite));

    public static Arbitrary<MixedLog> MixedLogs()
    {
        Gen<MixedLog> logs =
            from count in Gen.Choose(1, 5)
            from names in Gen.Shuffle(HardNames)
            from episodes in Gen.CollectToList(Enumerable.Range(0, count), i => One(names[i]))
            select new MixedLog([.. episodes]);
        return Arb.From(logs, log => log.Episodes.Count < 2 ? [] : log.Episodes.Select(e => new MixedLog([.. log.Episodes.Where(o => o != e)])));
    }

    private static Gen<Episode> One(string name) =>
        from size in Gen.Choose(0, 30)
        from steps in size == 0 ? Gen.Choose(500, 1100) : Gen.Choose(1, 12)       // some longer than a block
        from firstStep in Gen.Elements(0, 0, 0, 7)
        from states in Gen.CollectToList(Enumerable.Range(0, steps + 1), _ => State)
        from actions in Gen.Choose(0, 2).ArrayOf(steps)
        from rewards in Number.ArrayOf(steps)
        from ending in Gen.Elements(Ending.None, Ending.Terminal, Ending.TimeLimit)
        select new Episode { Id = name, FirstStep = firstStep, States = [.. states.SelectMany(s => s)], Actions = actions, Rewards = rewards, Ending = ending };

    private static Gen<double[]> State =>
        from level in Number
        from angle in Number
        from mode in Gen.Choose(0, 2)
        from open in Gen.Choose(0, 1)
        select new[] { level, angle, mode, open };
}
