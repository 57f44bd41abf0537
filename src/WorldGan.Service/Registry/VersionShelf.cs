using WorldGan.Worlds.Json;

namespace WorldGan.Service.Registry;

/// <summary>The versions of one world in a folder: versions/1, versions/2 and so on. A version comes and goes by one renaming.</summary>
internal sealed class VersionShelf(string folder)
{
    private const string New = ".new", Old = ".old";

    /// <summary>Numbers of the versions that are there.</summary>
    public IReadOnlyList<int> Numbers => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateDirectories(folder).Select(path => int.TryParse(Path.GetFileName(path), out int number) ? number : 0).Where(number => number > 0).Order()];

    /// <summary>The folder of a version.</summary>
    public VersionFolder this[int number] => new(Path.Combine(folder, $"{number}"));

    /// <summary>Reads what a version is.</summary>
    /// <exception cref="FaultyFileException">Its version.json is wrong.</exception>
    /// <exception cref="IOException">It is not there.</exception>
    public VersionDescription Read(int number) => SettingsFile.Read<VersionDescription>(this[number].Description);

    /// <summary>Puts a version on the shelf, on disk when this returns.</summary>
    /// <param name="description">What it is.</param>
    /// <param name="fill">Writes the rest of its files into the folder that is given.</param>
    /// <exception cref="IOException">The disk is full, or the version is already there.</exception>
    public void Put(VersionDescription description, Action<VersionFolder> fill)
    {
        var draft = new VersionFolder(Emptied(New));
        fill(draft);
        foreach (string file in draft.Content) FlushFile(file);
        SettingsFile.Write(draft.Description, description);
        FolderFlush.Flush(draft.Path);
        Directory.Move(draft.Path, this[description.Number].Path);
        FolderFlush.Flush(folder);
        FolderFlush.Flush(Path.GetDirectoryName(folder)!);
    }

    /// <summary>Takes a version off the shelf.</summary>
    public void Remove(int number)
    {
        string old = Emptied(Old);
        Directory.Delete(old);
        Directory.Move(this[number].Path, old);            // half a version never stands under its number
        FolderFlush.Flush(folder);
        Directory.Delete(old, recursive: true);
    }

    /// <summary>A folder for what is on its way, without what a crash has left there.</summary>
    private string Emptied(string name)
    {
        string path = Path.Combine(folder, name);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return path;
    }

    private static void FlushFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
