using System.Collections.Concurrent;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Registry;

/// <summary>Versions in the data folder of one host.</summary>
internal sealed class FolderRegistry(DataFolder data, RegistryOptions options) : IVersionRegistry
{
    private readonly ConcurrentDictionary<WorldName, SemaphoreSlim> _turns = [];
    private readonly ConcurrentDictionary<(WorldName World, int Number), VersionDescription> _read = [];   // they never change

    /// <inheritdoc/>
    public event Action<WorldName>? Published;

    /// <inheritdoc/>
    public Task<VersionList> ListAsync(WorldName world, CancellationToken cancellation) => InTurnAsync(world, () => List(world), cancellation);

    /// <inheritdoc/>
    public Task<VersionDescription> AddAsync(WorldName world, VersionDescription description, VersionFolder content, CancellationToken cancellation) => InTurnAsync(world, () =>
    {
        VersionList list = List(world);
        if (list.OfJob(description.Job) is { } there) return there;
        VersionDescription numbered = description with { Number = list.NextNumber };
        Shelf(world).Put(numbered, draft =>
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
            [.. shelf.Numbers.Select(number => _read.GetOrAdd((world, number), _ => shelf.Read(number)))],
            File.Exists(published) ? SettingsFile.Read<PublicationStack>(published) : PublicationStack.Empty);
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
