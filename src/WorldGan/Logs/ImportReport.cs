namespace WorldGan.Logs;

/// <summary>What an import took and what it left out, and why.</summary>
public sealed class ImportReport
{
    private readonly OrderedDictionary<string, long> _taken = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, long> _dropped = new(StringComparer.Ordinal);

    /// <summary>What was taken.</summary>
    public IReadOnlyList<ImportCount> Taken => [.. _taken.Select(pair => new ImportCount(pair.Key, pair.Value))];

    /// <summary>What was left out, with the reason.</summary>
    public IReadOnlyList<ImportCount> Dropped => [.. _dropped.Select(pair => new ImportCount(pair.Key, pair.Value))];

    internal void Take(string what, long count = 1) => Add(_taken, what, count);

    internal void Drop(string what, long count = 1) => Add(_dropped, what, count);

    private static void Add(OrderedDictionary<string, long> counts, string what, long count)
    {
        if (count > 0) counts[what] = counts.GetValueOrDefault(what) + count;
    }
}

/// <summary>How many of something.</summary>
/// <param name="What">What was counted, in the plural: "messages of /joint_states".</param>
/// <param name="Count">How many.</param>
public readonly record struct ImportCount(string What, long Count);
