using System.Collections.Concurrent;
using WorldGan.Service.Operations;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Registry;

/// <summary>Versions in the data folder of one host.</summary>
/// <param name="data">The folder.</param>
/// <param name="options">What is kept.</param>
/// <param name="logger">Told of versions that cannot be read.</param>
internal sealed class FolderRegistry(DataFolder data, RegistryOptions options, ILogger<FolderRegistry> logger) : IVersionRegistry
{
    private readonly ConcurrentDictionary<WorldName, SemaphoreSlim> _turns = [];
    private readonly ConcurrentDictionary<(WorldName World, int Number), VersionDescription> _read = [];   // they never change
    private readonly ConcurrentDictionary<(WorldName World, int Number), bool> _told = [];                 // of those that cannot be read

    /// <inheritdoc/>
    public event Action<WorldName>? Published;

    /// <inheritdoc/>
    public Task<VersionList> ListAsync(WorldName world, CancellationToken cancellation) => InTurnAsync(world, () => List(world), cancellation);

    /// <inheritdoc/>
    public Task<VersionDescription> AddAsync(WorldName world, VersionDescription description, VersionFolder content, CancellationToken cancellation) => InTurnAsync(world, () =>
    {
        VersionList list = List(world);
        if (list.OfJob(description.Job) is { } there) return there;
        VersionShelf shelf = Shelf(world);
        VersionDescription numbered = description with { Number = Math.Max(list.NextNumber, 1 + shelf.Numbers.LastOrDefault()) };      // one that cannot be read has its number all the same
        shelf.Put(numbered, draft =>
        {
            foreach ((string from, string to) in content.Content.Zip(draft.Content)) File.Copy(from, to);
        });
        return numbered;
    }, cancellation);

    /// <inheritdoc/>
    public async Task<bool> PublishAsync(WorldName world, Publication publication, int? instead, CancellationToken cancellation)
    {
        bool isDone = await InTurnAsync(world, () =>
        {
            VersionList list = List(world);
            if (list.Published.Current() != instead || list.Find(publication.Number) is null) return false;
            Write(world, list.Published.With(publication));
            return true;
        }, cancellation);
        if (isDone) Published?.Invoke(world);
        return isDone;
    }

    /// <inheritdoc/>
    public async Task<bool> RollBackAsync(WorldName world, int current, CancellationToken cancellation)
    {
        bool isDone = await InTurnAsync(world, () =>
        {
            PublicationStack stack = List(world).Published;
            if (stack.Current() != current || stack.RolledBack().Current() is null) return false;
            Write(world, stack.RolledBack());
            return true;
        }, cancellation);
        if (isDone) Published?.Invoke(world);
        return isDone;
    }

    /// <inheritdoc/>
    public Task<VersionFolder?> OpenAsync(WorldName world, int number, CancellationToken cancellation)
    {
        VersionFolder folder = Shelf(world)[number];
        return Task.FromResult(File.Exists(folder.Description) ? folder : null);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ScoresAsync(WorldName world, int number, CancellationToken cancellation) => await Shelf(world)[number].ReadScoresAsync(cancellation);

    /// <inheritdoc/>
    public Task PruneAsync(WorldName world, CancellationToken cancellation) => InTurnAsync(world, () =>
    {
        VersionList list = List(world);
        PublicationStack kept = list.Published.Last(options.KeepPublished);
        if (kept.Published.Count < list.Published.Published.Count) Write(world, kept);     // first: nothing published is ever missing
        foreach (int number in list.Doomed(options))
        {
            Shelf(world).Remove(number);
            _read.TryRemove((world, number), out _);
        }

        return true;
    }, cancellation);

    private VersionList List(WorldName world)
    {
        VersionShelf shelf = Shelf(world);
        string published = data.World(world).Published;
        return new VersionList(
            [.. shelf.Numbers.Select(number => TryRead(world, shelf, number)).OfType<VersionDescription>()],
            File.Exists(published) ? SettingsFile.Read<PublicationStack>(published) : PublicationStack.Empty);
    }

    /// <summary>What a version is; null where that cannot be read, so that the others go on.</summary>
    private VersionDescription? TryRead(WorldName world, VersionShelf shelf, int number)
    {
        if (_read.TryGetValue((world, number), out VersionDescription? known)) return known;
        try
        {
            return _read[(world, number)] = shelf.Read(number);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultyFileException)
        {
            if (_told.TryAdd((world, number), true)) logger.VersionSkipped(world.Value, number, e.Message);
            return null;
        }
    }

    private void Write(WorldName world, PublicationStack stack)
    {
        WorldFolder folder = data.World(world);
        SettingsFile.Write(folder.Published, stack);
        FolderFlush.Flush(folder.Path);
    }

    private VersionShelf Shelf(WorldName world) => new(data.World(world).Versions);

    private async Task<T> InTurnAsync<T>(WorldName world, Func<T> work, CancellationToken cancellation)
    {
        SemaphoreSlim turn = _turns.GetOrAdd(world, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            return work();
        }
        finally
        {
            turn.Release();
        }
    }
}
