namespace WorldGan.Logs.Arrays;

/// <summary>Steps as arrays, one a field, under the names that Minari and D4RL give them.</summary>
internal sealed class StepColumns
{
    private readonly Dictionary<string, ArrayColumn> _columns = new(StringComparer.Ordinal);

    /// <summary>Names that are read; all others are skipped.</summary>
    public static readonly string[] Names = ["observations", "next_observations", "actions", "rewards", "terminations", "truncations", "terminals", "timeouts"];

    /// <summary>The episode's name, where the file tells.</summary>
    public string? Id { get; set; }

    /// <summary>Where the arrays begin.</summary>
    public required LogPlace Place { get; init; }

    public bool IsEmpty => _columns.Count == 0;

    public ArrayColumn? this[string name] => _columns.GetValueOrDefault(name);

    /// <exception cref="LogFormatException">The array stands twice.</exception>
    public void Add(string name, ArrayColumn column)
    {
        if (!_columns.TryAdd(name, column)) throw new LogFormatException(column.Place, $"'{name}' stands twice.");
    }

    /// <exception cref="LogFormatException">There is no such array.</exception>
    public ArrayColumn Require(string name) =>
        this[name] ?? throw new LogFormatException(Place, $"expected an array '{name}', got {(IsEmpty ? "none at all" : string.Join(", ", _columns.Keys.Select(key => $"'{key}'")))}.");

    /// <exception cref="LogFormatException">The array is there and has another length.</exception>
    public void ExpectLength(string name, int length, string of)
    {
        if (this[name] is { } column && column.Count != length) throw new LogFormatException(column.Place, $"'{name}' has {column.Count} rows, expected {length}, as many as {of}.");
    }
}

/// <summary>One array: rows of equal width.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Width">Numbers of a row.</param>
/// <param name="Values">All numbers, row by row.</param>
internal sealed record ArrayColumn(LogPlace Place, int Width, List<double> Values)
{
    public int Count => Width == 0 ? 0 : Values.Count / Width;

    public double[] Row(int row) => [.. Values[(row * Width)..((row + 1) * Width)]];

    /// <summary>Whether the number of a row is not 0.</summary>
    public bool IsSet(int row) => Values[row * Width] != 0;
}
