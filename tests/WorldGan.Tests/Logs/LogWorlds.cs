using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs;

/// <summary>Small worlds and episodes for tests of logs.</summary>
internal static class LogWorlds
{
    /// <summary>Two real variables, two actions.</summary>
    public static readonly WorldSpec Cart = new()
    {
        Name = "cart",
        State = [new StateVariable("x"), new StateVariable("v")],
        Actions = [new ActionSpec("left"), new ActionSpec("right")],
    };

    /// <summary>One of each kind of variable.</summary>
    public static readonly WorldSpec Mixed = new()
    {
        Name = "mixed",
        State =
        [
            new StateVariable("level"),
            new StateVariable("angle", VariableKind.Angle),
            new StateVariable("mode", VariableKind.Category) { Categories = 3 },
            new StateVariable("open", VariableKind.Flag),
        ],
        Actions = [new ActionSpec("stay"), new ActionSpec("go"), new ActionSpec("say \"hi\", then; go")],
    };

    /// <summary>An episode of <see cref="Cart"/> whose states and rewards tell its step.</summary>
    public static Episode CartEpisode(string id, int steps, Ending ending = Ending.Terminal, int firstStep = 0) => new()
    {
        Id = id,
        FirstStep = firstStep,
        States = [.. Enumerable.Range(0, 2 * (steps + 1)).Select(i => firstStep + i / 2 + i % 2 / 8.0 + 0.1)],
        Actions = [.. Enumerable.Range(0, steps).Select(t => t % 2)],
        Rewards = [.. Enumerable.Range(0, steps).Select(t => t / 3.0)],
        Ending = ending,
    };

    /// <summary>Everything of an episode as text, numbers by their bits.</summary>
    public static string Show(Episode e) =>
        $"{e.Id} {e.FirstStep} {e.Ending} {string.Join(',', e.Actions)} {Bits(e.States)} {Bits(e.Rewards)}";

    public static string[] Show(IEnumerable<Episode> episodes) => [.. episodes.Select(Show)];

    private static string Bits(double[] values) => string.Join(',', values.Select(x => BitConverter.DoubleToInt64Bits(x).ToString("x", null)));
}
