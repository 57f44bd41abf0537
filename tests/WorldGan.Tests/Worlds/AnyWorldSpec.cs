using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Tests.Worlds;

/// <summary>Makes sound specifications of every shape, for laws.</summary>
internal static class AnyWorldSpec
{
    public static WorldSpec From(ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Reset);
        var spec = new WorldSpec
        {
            Name = $"world-{random.NextInt32(1000)}",
            State = [.. Enumerable.Range(0, 1 + random.NextInt32(5)).Select(i => Variable($"s {i} °/-\\", ref random))],
            Actions = [.. Enumerable.Range(0, 2 + random.NextInt32(4)).Select(i => new ActionSpec($"a{i}", Maybe(random.NextNormal(), ref random)))],
            Discount = random.NextDouble() * 0.999 + 0.0001,
            StepLimit = random.NextInt32(2) == 0 ? null : 1 + random.NextInt32(int.MaxValue - 1),
            History = random.NextInt32(2) == 0 ? null : 1 + random.NextInt32(64),
            SecondsPerStep = Maybe(random.NextDouble() + 1e-9, ref random),
            RewardRange = random.NextInt32(2) == 0 ? null : new RewardRange(random.NextNormal() * 1e-30, 1 + random.NextDouble()),
            Simulator = random.NextInt32(2) == 0 ? null : "s\"\\\u00e9",
            TerminalWhen = random.NextInt32(2) == 0 ? null : "'s 0 °/-\\' > 1",
        };
        if (spec.Actions.All(action => action.Value is not null)) spec = spec with { LoggedActions = LoggedActions.Values };
        return spec.RewardRange is null || random.NextInt32(2) == 0 ? spec : spec with { RewardIs = "-action" };
    }

    private static StateVariable Variable(string name, ref RandomStream random)
    {
        var kind = (VariableKind)random.NextInt32(4);
        return new StateVariable(name, kind)
        {
            Unit = random.NextInt32(2) == 0 ? null : "m/s²",
            Categories = kind == VariableKind.Category ? 2 + random.NextInt32(9) : 0,
            Low = kind == VariableKind.Real ? Maybe(-random.NextDouble() * 1e20, ref random) : null,
            High = kind == VariableKind.Real ? Maybe(1 + random.NextDouble(), ref random) : null,
        };
    }

    private static double? Maybe(double value, ref RandomStream random) => random.NextInt32(2) == 0 ? null : value;
}
