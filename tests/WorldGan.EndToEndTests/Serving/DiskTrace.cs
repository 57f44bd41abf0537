namespace WorldGan.EndToEndTests.Serving;

/// <summary>What a process did to its files so far, by disk-trace.c, and which of it a loss of power would leave: what is in a file after a flush of the file, its name after one of its folder.</summary>
internal sealed class DiskTrace
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The files and folders that are there, of those that the process has made or changed.</summary>
    public IEnumerable<string> Paths => _entries.Keys;

    /// <summary>Reads what the process has done, one thing after the other.</summary>
    public static IEnumerable<DiskEvent> Read(string trace)
    {
        using var reader = new StreamReader(new FileStream(trace, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine()?.Split('\t') is { } parts) yield return new DiskEvent(parts[0], parts[1], parts.Length > 2 ? parts[2] : "");
    }

    /// <summary>Goes on by what happened next.</summary>
    public void Apply(DiskEvent happened)
    {
        string path = happened.Path;
        switch (happened.Word)
        {
            case "folder":
                _entries[path] = new Entry { IsNamed = false };
                break;
            case "create":
                _entries[path] = new Entry { IsNamed = false, IsFlushed = false };
                break;
            case "write" when _entries.TryGetValue(path, out Entry? written):
                written.IsFlushed = written.WasKept = false;
                break;
            case "flush":
                if (_entries.TryGetValue(path, out Entry? flushed)) flushed.IsFlushed = true;
                foreach (Entry name in _entries.Where(entry => Path.GetDirectoryName(entry.Key) == path).Select(entry => entry.Value)) name.IsNamed = true;
                break;
            case "rename":
                Move(path, happened.Other);
                break;
        }
    }

    /// <summary>Whether what is in a file is on the disk, whatever its name there.</summary>
    public bool IsFlushed(string path) => _entries.TryGetValue(path, out Entry? entry) && entry.IsFlushed;

    /// <summary>Whether a file or folder is on the disk as it is now, with its name and those of the folders that it is in.</summary>
    public bool IsKept(string path) => _entries.TryGetValue(path, out Entry? entry) && entry is { IsFlushed: true, IsNamed: true } && AreNamed(path);

    /// <summary>The same, or as it was before it was replaced.</summary>
    public bool IsKeptOrWas(string path) => IsKept(path) || (_entries.TryGetValue(path, out Entry? entry) && entry.WasKept && AreNamed(path));

    private bool AreNamed(string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            if (_entries.TryGetValue(folder, out Entry? entry) && !entry.IsNamed) return false;
        return true;
    }

    private void Move(string from, string to)
    {
        bool wasKept = IsKeptOrWas(to);
        foreach (string path in _entries.Keys.Where(path => path == from || path.StartsWith(from + "/", StringComparison.Ordinal)).ToList())
        {
            _entries.Remove(path, out Entry? entry);
            _entries[to + path[from.Length..]] = entry!;
            if (path == from) (entry!.IsNamed, entry.WasKept) = (false, wasKept);
        }
    }

    private sealed class Entry
    {
        public bool IsFlushed { get; set; } = true;                // a folder has nothing of its own

        public bool IsNamed { get; set; } = true;

        public bool WasKept { get; set; }
    }
}

/// <summary>Something that a process did.</summary>
/// <param name="Word">What.</param>
/// <param name="Path">To which file; of an answer its status.</param>
/// <param name="Other">Of a renaming the new name.</param>
internal sealed record DiskEvent(string Word, string Path, string Other);
