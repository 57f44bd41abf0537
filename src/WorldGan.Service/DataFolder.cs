namespace WorldGan.Service;

/// <summary>The folder that holds everything a service knows, and where each thing lies in it.</summary>
/// <param name="path">The folder.</param>
internal sealed class DataFolder(string path)
{
    /// <summary>The folder itself.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>worlds: a folder for each world, by its name.</summary>
    public string Worlds => System.IO.Path.Combine(Path, "worlds");

    /// <summary>The folder of one world.</summary>
    /// <param name="name">Name of the world, as <see cref="WorldName"/> allows it.</param>
    public WorldFolder World(WorldName name) => new(System.IO.Path.Combine(Worlds, name.Value));
}
