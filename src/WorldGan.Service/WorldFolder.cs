namespace WorldGan.Service;

/// <summary>The folder of one world in a service's data: what is known of it, what came in, what was made of it.</summary>
/// <param name="path">The folder.</param>
internal sealed class WorldFolder(string path)
{
    /// <summary>The folder itself.</summary>
    public string Path { get; } = path;

    /// <summary>world.json: what the world is. Whoever runs the service puts it there, or an operator sends it.</summary>
    public string Specification => Of("world.json");

    /// <summary>run.json: settings of its trainings, where they are not the defaults.</summary>
    public string Settings => Of("run.json");

    /// <summary>log: the append-only log of everything that was accepted (.wglog).</summary>
    public string Log => Of("log");

    /// <summary>inbox: where other processes put files.</summary>
    public string Inbox => Of("inbox");

    /// <summary>taken: files from the inbox that were taken in, for a while.</summary>
    public string Taken => Of("taken");

    /// <summary>quarantine: files that could not be taken, each with its reason beside it.</summary>
    public string Quarantine => Of("quarantine");

    /// <summary>jobs: a folder for each training, with its run.</summary>
    public string Jobs => Of("jobs");

    /// <summary>versions: a folder for each version, by its number.</summary>
    public string Versions => Of("versions");

    /// <summary>published.json: the versions that answered, the current one last.</summary>
    public string Published => Of("published.json");

    /// <summary>act.json: what to answer where nothing is known, where that is not the default.</summary>
    public string Acting => Of("act.json");

    private string Of(string name) => System.IO.Path.Combine(Path, name);
}
