namespace WorldGan.Service;

/// <summary>The folder that holds everything a service knows, and where each thing lies in it.</summary>
/// <param name="path">The folder.</param>
internal sealed class DataFolder(string path)
{
    /// <summary>The folder itself.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>worlds: a folder for each world, by its name.</summary>
    public string Worlds => System.IO.Path.Combine(Path, "worlds");

    /// <summary>keys.json: who may ask, with the hashes of their keys.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys.json");

    /// <summary>quarantine: messages that are of no world.</summary>
    public string Quarantine => System.IO.Path.Combine(Path, "quarantine");

    /// <summary>Keeps other services from working on the folder until disposed. The operating system lets go of it also when the process is killed.</summary>
    /// <exception cref="IOException">Another service works on it, or it cannot be written.</exception>
    public IDisposable Lock()
    {
        FolderFlush.Create(Path);
        try
        {
            return new FileStream(System.IO.Path.Combine(Path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"{Path}: expected a folder that no other service works on and that can be written, got: {e.Message}", e);
        }
    }

    /// <summary>The folder of one world.</summary>
    /// <param name="name">Name of the world, as <see cref="WorldName"/> allows it.</param>
    public WorldFolder World(WorldName name) => new(System.IO.Path.Combine(Worlds, name.Value));
}
