using System.Globalization;
using System.Text;
using WorldGan.Worlds;

namespace WorldGan.Logs.Csv;

/// <summary>Which field of a line is what; -1 and empty arrays where the log has no such column.</summary>
internal sealed record CsvColumns
{
    /// <summary>The column of the probabilities of the actions that were taken.</summary>
    public const string ProbabilityName = "action_probability";

    public required byte Delimiter { get; init; }

    /// <summary>The header's names as they stand there.</summary>
    public required string[] Names { get; init; }

    public int Episode { get; private init; }

    public int Step { get; private init; }

    public int Action { get; private init; }

    public int Reward { get; private init; }

    public int ActionProbability { get; private init; }

    public int Terminated { get; private init; }

    public int Truncated { get; private init; }

    /// <summary>[S] fields of the state variables.</summary>
    public required int[] State { get; init; }

    /// <summary>[S] fields of the next state's variables, or none.</summary>
    public required int[] NextState { get; init; }

    /// <summary>The columns of the world's states: its variables' names, or s0, s1, … where a name is taken by another column.</summary>
    public static string[] StateNames(WorldSpec spec)
    {
        string[] names = [.. spec.State.Select(v => v.Name)];
        var all = WorldSpecRules.LogColumns.Concat(names).Concat(names.Select(n => "next_" + n));
        bool clear = all.Distinct(StringComparer.OrdinalIgnoreCase).Count() == WorldSpecRules.LogColumns.Length + 2 * names.Length && names.All(n => n == n.Trim() && n.Length > 0);
        return clear ? names : Numbered('s', names.Length);
    }

    /// <summary>Finds the columns of <paramref name="spec"/> in the header.</summary>
    public static CsvColumns Find(ReadOnlyMemory<byte> header, WorldSpec spec, LoggedRewards rewards, LogPlace place)
    {
        (byte delimiter, string[] names) = Split(header);
        Dictionary<string, int> index = Index(names, place);
        string[] stateNames = StateNames(spec), numbered = Numbered('s', spec.State.Count);
        int[] state = FindAll(index, stateNames) ?? FindAll(index, numbered)
            ?? throw Missing(place, stateNames.First(n => !index.ContainsKey(n)), numbered[0], names);
        return new CsvColumns
        {
            Delimiter = delimiter,
            Names = names,
            State = state,
            NextState = FindNext(index, stateNames, place) ?? FindNext(index, numbered, place) ?? FindNext(index, Numbered('n', numbered.Length), place, "") ?? [],
            Episode = index.GetValueOrDefault("episode", -1),
            Step = index.GetValueOrDefault("step", -1),
            Action = Require(index, "action", place, names),
            Reward = rewards == LoggedRewards.Optional ? index.GetValueOrDefault("reward", -1) : Require(index, "reward", place, names),
            ActionProbability = index.GetValueOrDefault(ProbabilityName, -1),
            Terminated = Require(index, "terminated", place, names),
            Truncated = index.GetValueOrDefault("truncated", -1),
        };
    }

    /// <summary>The header's names, split at the delimiter that occurs most.</summary>
    public static (byte Delimiter, string[] Names) Split(ReadOnlyMemory<byte> header)
    {
        byte delimiter = (byte)',';
        foreach (byte candidate in ";\t|"u8)
            if (header.Span.Count(candidate) > header.Span.Count(delimiter)) delimiter = candidate;
        var fields = new CsvFields();
        fields.Split(header, delimiter);
        return (delimiter, [.. Enumerable.Range(0, fields.Count).Select(i => Encoding.UTF8.GetString(fields[i]))]);
    }

    /// <summary>Where each name stands; names are equal in any case.</summary>
    public static Dictionary<string, int> Index(string[] names, LogPlace place)
    {
        var index = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Length; i++)
            if (!index.TryAdd(names[i], i))
                throw new LogFormatException(place, double.TryParse(names[i], CultureInfo.InvariantCulture, out _) ? $"expected a header with the names of columns, got {Shown(names)}." : $"column '{names[i]}' occurs twice, expected different names.");
        return index;
    }

    private static string[] Numbered(char letter, int count) => [.. Enumerable.Range(0, count).Select(i => string.Create(null, $"{letter}{i}"))];

    private static int[]? FindAll(Dictionary<string, int> index, string[] names) =>
        names.All(index.ContainsKey) ? [.. names.Select(n => index[n])] : null;

    private static int[]? FindNext(Dictionary<string, int> index, string[] names, LogPlace place, string prefix = "next_")
    {
        string[] next = [.. names.Select(n => prefix + n)];
        if (!next.Any(index.ContainsKey)) return null;
        return FindAll(index, next)
            ?? throw new LogFormatException(place, $"column '{next.First(n => !index.ContainsKey(n))}' is missing, expected the next state's columns whole or not at all.");
    }

    private static int Require(Dictionary<string, int> index, string name, LogPlace place, string[] names) =>
        index.TryGetValue(name, out int at) ? at : throw Missing(place, name, null, names);

    /// <summary>The fault of a header without a column that must be there.</summary>
    public static LogFormatException Missing(LogPlace place, string name, string? numbered, string[] names) =>
        new(place, $"expected a column '{name}'{(numbered is null ? "" : $" (or '{numbered}' and so on)")}, got {Shown(names)}.");

    /// <summary>The names for a message, which is to stay readable where the file is no text at all.</summary>
    private static string Shown(string[] names) => names.Any(n => n.Any(char.IsControl)) ? "bytes that are no text" : string.Join(", ", names.Select(n => $"'{n}'"));
}
