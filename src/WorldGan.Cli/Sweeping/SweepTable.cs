using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WorldGan.Evaluation.Statistics;

namespace WorldGan.Cli.Sweeping;

/// <summary>
/// The scores of many runs as one table in Markdown: a line a run, and a line of means for each list of settings. Where there are some to compare with, a second one puts learned worlds beside the true
/// one and other models, and a third one policies beside the best of what learns from the log alone.
/// </summary>
internal sealed class SweepTable
{
    // To add a column: its title, and where in scores.json its number stands; a star takes the mean over a list.
    private static readonly (string Title, string Place)[] Columns =
    [
        ("energy distance", "study.worlds.0.outcomes.energy"),
        ("error where sure", "study.worlds.0.outcomes.sureError"),
        ("energy where not", "study.worlds.0.outcomes.unsureEnergy"),
        ("off-mode", "study.worlds.0.outcomes.humps.offMode"),
        ("every hump", "study.worlds.0.outcomes.humps.covered"),
        ("rarest hump", "study.worlds.0.outcomes.humps.rarestShare"),
        ("shares off", "study.worlds.0.outcomes.humps.totalVariation"),
        ("transitions off", "study.worlds.0.transitions.totalVariation"),
        ("counting", "study.countingTotalVariation"),
        ("ends right", "study.worlds.0.transitions.terminalsRight"),
        ("reward off by", "study.worlds.0.transitions.largestRewardError"),
        ("1 step", "study.worlds.0.openLoop.0.rmse"),
        ("10 steps", "study.worlds.0.openLoop.2.rmse"),
        ("25 steps", "study.worlds.0.openLoop.3.rmse"),
        ("50 steps, true", "study.worlds.0.simulatedOpenLoop.4.rmse"),
        ("F1 of ends", "study.terminal.f1"),
        ("within 90 %", "study.worlds.0.variables.*.coverage90"),
        ("steps, random", "study.worlds.0.policies.0.stepsDistance"),
        ("its floor", "study.worlds.0.policies.0.stepsFloor"),
        ("steps, scripted", "study.worlds.0.policies.3.stepsDistance"),
        ("its floor", "study.worlds.0.policies.3.stepsFloor"),
        ("uncertainty off log", "study.uncertainty.offLog"),
        ("policy's return", "returns.policy.mean"),
        ("random", "baselines.0.true.returns.mean"),
        ("cloned", "baselines.1.true.returns.mean"),
        ("greedy clone", "baselines.2.true.returns.mean"),
        ("offline DQN", "baselines.3.true.returns.mean"),
        ("CQL", "baselines.4.true.returns.mean"),
        ("BCQ", "baselines.5.true.returns.mean"),
        ("ranks, learned world", "offPolicyStudy.model.rankCorrelation"),
        ("its regret", "offPolicyStudy.model.regret"),
        ("in its intervals", "offPolicyStudy.model.coverage"),
        ("ranks, fitted", "offPolicyStudy.fitted.rankCorrelation"),
        ("its regret", "offPolicyStudy.fitted.regret"),
        ("in its intervals", "offPolicyStudy.fitted.coverage"),
        ("seconds", "seconds.world"),
    ];

    private const string LearnedWorld = "study.worlds.0.";

    private static readonly int[] OfWorlds = [.. Enumerable.Range(0, Columns.Length).Where(i => Columns[i].Place.StartsWith(LearnedWorld, StringComparison.Ordinal))];
    private static readonly int Policy = Array.FindIndex(Columns, column => column.Place == "returns.policy.mean");
    private static readonly int[] Baselines = [.. Enumerable.Range(0, Columns.Length).Where(i => Columns[i].Place.StartsWith("baselines.", StringComparison.Ordinal))];

    private readonly List<(SweepCell Cell, double?[] Numbers)> _rows = [];
    private readonly List<(SweepCell Cell, string World, double?[] Numbers)> _worlds = [];

    /// <summary>Takes over the scores of a run.</summary>
    public void Add(SweepCell cell, string scoresPath)
    {
        JsonNode scores = JsonNode.Parse(File.ReadAllBytes(scoresPath))!;
        _rows.Add((cell, [.. Columns.Select(column => Number(scores, column.Place.Split('.')))]));
        if (scores["study"]?["worlds"] is not JsonArray worlds) return;
        foreach (JsonNode? world in worlds) _worlds.Add((cell, (string)world!["name"]!, [.. OfWorlds.Select(i => Number(world, Columns[i].Place[LearnedWorld.Length..].Split('.')))]));
    }

    /// <summary>The tables; columns that no run has a number for are left out.</summary>
    public string ToMarkdown()
    {
        int[] used = [.. Enumerable.Range(0, Columns.Length).Where(i => _rows.Any(row => row.Numbers[i] is not null))];
        var (text, comparisons) = (new StringBuilder(), new StringBuilder());
        Head(text, ["world", "log", "settings", "seed", .. used.Select(i => Columns[i].Title)]);
        foreach (var group in _rows.GroupBy(row => NameOf(row.Cell)))
        {
            foreach (var (cell, numbers) in group) Line(text, [group.Key, $"{cell.Seed}", .. used.Select(i => Text(numbers[i]))]);
            Line(text, [group.Key, "mean", .. used.Select(i => Text(Mean(group.Select(row => row.Numbers[i]))))]);
            if (BestBaseline([.. group.Select(row => row.Numbers)]) is { } best) Line(comparisons, [group.Key, .. best]);
        }

        WriteWorlds(text);
        if (comparisons.Length == 0) return text.ToString();
        text.Append('\n');
        Head(text, ["world", "log", "settings", "best baseline", "the policy is ahead by", "lower 95 % bound", "on the worst seed", "seeds"]);
        return text.Append(comparisons).ToString();
    }

    private void WriteWorlds(StringBuilder text)
    {
        if (_worlds.TrueForAll(row => row.World == _worlds[0].World)) return;
        int[] used = [.. Enumerable.Range(0, OfWorlds.Length).Where(i => _worlds.Exists(row => row.Numbers[i] is not null))];
        text.Append('\n');
        Head(text, ["world", "log", "settings", "means of", .. used.Select(i => Columns[OfWorlds[i]].Title), "seeds"]);
        foreach (var group in _worlds.GroupBy(row => (Name: NameOf(row.Cell), row.World)))
            Line(text, [group.Key.Name, group.Key.World, .. used.Select(i => Text(Mean(group.Select(row => row.Numbers[i])))), $"{group.Count()}"]);
    }

    // The baseline with the highest mean, and how far the policy is ahead of it over the same seeds; null where not all runs have both.
    private static string[]? BestBaseline(double?[][] runs)
    {
        int[] known = [.. Baselines.Where(IsKnown)];
        if (runs.Length < 2 || known.Length == 0 || !IsKnown(Policy)) return null;
        int best = known.MaxBy(i => Mean(runs.Select(run => run[i])));
        PairedDifference ahead = PairedDifference.Of(Of(Policy), Of(best));
        return [Columns[best].Title, Text(ahead.Mean), Text(ahead.LowerBound), Text(ahead.Least), $"{runs.Length}"];

        bool IsKnown(int column) => runs.All(run => run[column] is not null);
        double[] Of(int column) => [.. runs.Select(run => run[column]!.Value)];
    }

    private static double? Number(JsonNode? node, ReadOnlySpan<string> place)
    {
        if (node is null) return null;
        if (place.IsEmpty) return node is JsonValue value && value.TryGetValue(out double number) ? number : null;
        string[] rest = [.. place[1..]];
        return place[0] switch
        {
            "*" => Mean(node.AsArray().Select(item => Number(item, rest))),
            _ when node is JsonArray list => int.Parse(place[0], CultureInfo.InvariantCulture) is var i && i < list.Count ? Number(list[i], rest) : null,
            _ => Number(node[place[0]], rest),
        };
    }

    // The first three cells of a line.
    private static string NameOf(SweepCell cell) => FormattableString.Invariant($"{cell.Log.World} | {cell.Log.Transitions:N0} {cell.Log.Policy} | {cell.Settings.Name}");

    private static double? Mean(IEnumerable<double?> numbers) => numbers.Where(number => number is not null).Average();

    private static void Head(StringBuilder text, string[] titles)
    {
        Line(text, titles);
        Line(text, Enumerable.Repeat("---", titles.Length));
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Text(double? number) => number switch
    {
        null => "",
        { } x when Math.Abs(x) >= 10 => x.ToString("0.#", CultureInfo.InvariantCulture),
        { } x when x == 0 || Math.Abs(x) >= 0.001 => x.ToString("0.####", CultureInfo.InvariantCulture),
        { } x => x.ToString("0.0E+0", CultureInfo.InvariantCulture),
    };
}
