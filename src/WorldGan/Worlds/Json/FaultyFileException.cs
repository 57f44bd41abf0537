namespace WorldGan.Worlds.Json;

/// <summary>A JSON file is wrong. The message has one line for each fault, <c>path(line,column): key: what</c>.</summary>
public sealed class FaultyFileException : FormatException
{
    internal FaultyFileException(string path, IReadOnlyList<Fault> faults, IEnumerable<string> lines) : base(string.Join('\n', lines))
    {
        Path = path;
        Faults = faults;
    }

    /// <summary>The file, as it was named by the caller.</summary>
    public string Path { get; }

    /// <summary>Everything that is wrong, in the order of the file.</summary>
    public IReadOnlyList<Fault> Faults { get; }
}
