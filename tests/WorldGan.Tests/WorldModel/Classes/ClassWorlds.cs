using WorldGan.Tests.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel.Classes;

/// <summary>Small worlds whose categories and flags go together with each other, or with what is continuous.</summary>
internal static class ClassWorlds
{
    /// <summary>
    /// In three of ten steps the valve flips and the pressure jumps by 1, otherwise neither does. Mode and lamp move on together, or not, by another chance, and action 1
    /// moves them the other way around.
    /// </summary>
    public static SmallWorld Joint => new(
        SmallWorld.SpecOf(new("pressure"), new("valve", VariableKind.Flag), new("mode", VariableKind.Category) { Categories = 3 }, new("lamp", VariableKind.Category) { Categories = 3 }),
        (state, action, next, ref random) =>
        {
            bool flips = random.NextDouble() < 0.3;
            next[0] = 0.5 * state[0] + (flips ? 1 : 0) + 0.02 * random.NextNormal();
            next[1] = flips ? 1 - state[1] : state[1];
            next[2] = next[3] = random.NextDouble() < 0.5 ? state[2] : (state[2] + (action == 1 ? 2 : 1)) % 3;
            return (1, false);
        });

    /// <summary>The same without the pressure, so that every condition can be counted.</summary>
    public static SmallWorld Counted => new(
        SmallWorld.SpecOf([.. Joint.Spec.State.Skip(1)]),
        (state, action, next, ref random) =>
        {
            Span<double> whole = stackalloc double[4];
            Joint.Step([0, .. state], action, whole, ref random);
            whole[1..].CopyTo(next);
            return (1, false);
        });
}
