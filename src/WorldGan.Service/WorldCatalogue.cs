using WorldGan.Numerics;
using WorldGan.Runs;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Service.Operations;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Service;

/// <summary>The worlds of a data folder, each with its log.</summary>
/// <param name="data">The folder.</param>
/// <param name="options">How their logs are kept.</param>
/// <param name="logger">Told of what is damaged in logs.</param>
internal sealed class WorldCatalogue(DataFolder data, IngestOptions options, ILogger<WorldCatalogue> logger) : IWorldCatalogue, IAsyncDisposable
{
    private readonly Lock _adding = new();
    private SortedDictionary<string, HostedWorld> _worlds = new(StringComparer.Ordinal);     // replaced, never changed
    private IDisposable? _lock;

    /// <inheritdoc/>
    public event Action<HostedWorld>? Added;

    /// <inheritdoc/>
    public IReadOnlyList<HostedWorld> All => [.. Volatile.Read(ref _worlds).Values];

    /// <inheritdoc/>
    public HostedWorld? Find(WorldName name) => Volatile.Read(ref _worlds).GetValueOrDefault(name.Value);

    /// <summary>Takes hold of the folder and opens all worlds in it.</summary>
    /// <exception cref="IOException">Another service works on the folder.</exception>
    /// <exception cref="InvalidDataException">Something in the folder is wrong; the message has a line for each fault.</exception>
    public void Open()
    {
        _lock = data.Lock();
        FolderFlush.Create(data.Worlds);                           // else what is acknowledged in it could be lost with its name
        var faults = new List<string>();
        FolderFlush.Flush(data.Worlds);                            // names that whoever was killed has not flushed: from now on they are acknowledged as there
        foreach (string folder in Directory.GetDirectories(data.Worlds).Order(StringComparer.Ordinal)) TryOpen(folder, faults);
        if (faults.Count > 0) throw new InvalidDataException(string.Join('\n', faults));
    }

    /// <summary>Adds a world.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="worldJson">Its world.json.</param>
    /// <returns>False where a world that is the same is there already.</returns>
    /// <exception cref="ProblemException">The world.json is wrong or has another name (400), or another world has this one (409).</exception>
    public bool Add(WorldName name, byte[] worldJson)
    {
        WorldSpec spec = Parse(worldJson);
        if (spec.Name != name.Value) throw new ProblemException(400, $"world.json: name: expected '{name}', as in the address, got '{spec.Name}'.");
        HostedWorld world;
        lock (_adding)
        {
            if (Find(name) is { } there)
                return there.Spec.Equals(spec) ? false : throw new ProblemException(409, $"Expected a new name or the same world, got another world called '{name}'. A world with a log does not change: give the new one a new name.");
            WorldFolder folder = data.World(name);
            if (File.Exists(folder.Specification) && !WorldSpecFile.Read(folder.Specification).Equals(spec))
                throw new ProblemException(409, $"Expected a new name, got '{name}', whose folder holds another world that is not served yet. Start the service again, or give the new one a new name.");
            Directory.CreateDirectory(folder.Path);
            AtomicFile.Write(folder.Specification, worldJson);
            FolderFlush.Flush(folder.Path);
            FolderFlush.Flush(data.Worlds);
            world = Open(name, folder);
        }

        Added?.Invoke(world);
        return true;
    }

    /// <summary>Writes what waits in all logs, and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (HostedWorld world in All) await ((WorldLog)world.Log).DisposeAsync();
        _lock?.Dispose();
    }

    private static WorldSpec Parse(byte[] worldJson)
    {
        try
        {
            WorldSpec spec = WorldSpecFile.Parse(worldJson, WorldSpecFile.FileName);
            spec.ExpectNumbers();
            return spec;
        }
        catch (Exception e) when (e is FaultyFileException or ArgumentException)
        {
            throw new ProblemException(400, e.Message, e);
        }
    }

    private void TryOpen(string path, List<string> faults)
    {
        string name = Path.GetFileName(path);
        try
        {
            FolderFlush.Flush(path);                               // world.json and published.json
            if (!WorldName.TryParse(name, out WorldName parsed)) throw new InvalidDataException($"{path}: expected the name of a world, 1 to 64 of a-z, 0-9 and '-', got '{name}'.");
            if (File.Exists(data.World(parsed).Specification)) Open(parsed, data.World(parsed));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException or ArgumentException)
        {
            faults.Add(e.Message);
        }
    }

    private HostedWorld Open(WorldName name, WorldFolder folder)
    {
        WorldSpec spec = WorldSpecFile.Read(folder.Specification);
        spec.ExpectNumbers();
        if (spec.Name != name.Value) throw new InvalidDataException($"{folder.Specification}: name: expected '{name}', as its folder is called, got '{spec.Name}'.");
        RunSettings settings = File.Exists(folder.Settings) ? SettingsFile.Read<RunSettings>(folder.Settings) : new RunSettings();
        WorldLog log = WorldLog.Open(folder.Log, spec, options.RememberedSteps, notice => logger.LogDamaged(notice));
        var world = new HostedWorld(name, folder, spec, settings, log);
        Volatile.Write(ref _worlds, new SortedDictionary<string, HostedWorld>(_worlds, StringComparer.Ordinal) { [name.Value] = world });
        logger.WorldOpened(name.Value, log.AcceptedSteps);
        MakeInbox(folder);
        return world;
    }

    /// <summary>There from the beginning, so that it can be opened for those who are to write into it; without it, steps can still be sent.</summary>
    private void MakeInbox(WorldFolder folder)
    {
        try
        {
            Directory.CreateDirectory(folder.Inbox);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.InboxWaits(folder.Inbox, e.Message);
        }
    }
}
