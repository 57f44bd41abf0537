namespace WorldGan.Worlds;

/// <summary>A world that was asked for by name or folder.</summary>
/// <param name="Spec">What its world.json says.</param>
/// <param name="Folder">Its folder; null for a built-in world.</param>
public sealed record FoundWorld(WorldSpec Spec, string? Folder);

/// <summary>Finds the world that a command line asks for.</summary>
/// <param name="workingFolder">The folder that holds <c>worlds/</c>.</param>
/// <param name="builtIn">The worlds that need no folder.</param>
public sealed class WorldFinder(string workingFolder, IReadOnlyList<WorldSpec> builtIn)
{
    /// <summary>Finds a world: a path to its folder or world.json, or a name, first of a folder in <c>worlds/</c>, then of a built-in world.</summary>
    /// <exception cref="ArgumentException">There is no such world; the message says where it was sought and which there are.</exception>
    /// <exception cref="Json.FaultyFileException">Its world.json is wrong.</exception>
    /// <exception cref="IOException">Its world.json cannot be read.</exception>
    public FoundWorld Find(string folderOrName)
    {
        ArgumentNullException.ThrowIfNull(folderOrName);
        if (string.IsNullOrWhiteSpace(folderOrName)) throw new ArgumentException("Expected the name or the folder of a world, got nothing.");
        string named = Path.Combine("worlds", folderOrName);
        bool isName = Path.GetFileName(folderOrName) == folderOrName && folderOrName is not ("." or "..");

        return (isName ? Open(named) : null)
            ?? (builtIn.FirstOrDefault(spec => spec.Name == folderOrName) is { } spec ? new FoundWorld(spec, null) : null)
            ?? Open(folderOrName)
            ?? throw new ArgumentException(Missing(folderOrName, isName ? [named, folderOrName] : [folderOrName]));
    }

    private FoundWorld? Open(string path)
    {
        string folder = Path.GetFileName(path) == WorldSpecFile.FileName ? Path.GetDirectoryName(path)! : path;
        string file = Path.Combine(workingFolder, folder, WorldSpecFile.FileName);
        return File.Exists(file) ? new FoundWorld(WorldSpecFile.Read(file), Path.Combine(workingFolder, folder)) : null;
    }

    private string Missing(string asked, string[] sought)
    {
        var names = Names().ToList();
        string where = string.Join(" and ", sought.Select(folder => Path.Combine(folder, WorldSpecFile.FileName)));
        return $"There is no world '{asked}': looked for {where} and among the built-in ones. Worlds: {string.Join(", ", names)}.{NearMiss.Hint(asked, names)}";
    }

    private IEnumerable<string> Names()
    {
        string worlds = Path.Combine(workingFolder, "worlds");
        var folders = Directory.Exists(worlds) ? Directory.EnumerateDirectories(worlds) : [];
        return folders.Where(folder => File.Exists(Path.Combine(folder, WorldSpecFile.FileName)))
            .Select(folder => Path.GetFileName(folder))
            .Concat(builtIn.Select(spec => spec.Name)).Distinct().Order(StringComparer.Ordinal);
    }
}
