using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Registry;

/// <summary>
/// Versions in a PostgreSQL database that several hosts share; each keeps the files of those that it has asked for in its data folder.
/// </summary>
internal sealed class PostgresRegistry : IVersionRegistry, IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly DataFolder _data;
    private readonly RegistryOptions _options;
    private readonly SemaphoreSlim _turn = new(1);         // for the files on this host
    private readonly ConcurrentDictionary<(WorldName World, int Number), byte[]> _scores = [];     // of versions whose files are not on this host; they never change

    public PostgresRegistry(DataFolder data, RegistryOptions options) => (_data, _options, _database) = (data, options, new PostgresDatabase(options.ConnectionString!));

    /// <inheritdoc/>
    public event Action<WorldName>? Published;

    /// <inheritdoc/>
    public Task<VersionList> ListAsync(WorldName world, CancellationToken cancellation) =>
        _database.ReadAsync(session => ListAsync(session, world, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<VersionDescription> AddAsync(WorldName world, VersionDescription description, VersionFolder content, CancellationToken cancellation) => _database.ChangeAsync(world, async session =>
    {
        VersionList list = await ListAsync(session, world, cancellation);
        if (list.OfJob(description.Job) is { } there) return there;
        VersionDescription numbered = description with { Number = list.NextNumber };
        await using var insert = new NpgsqlCommand("insert into worldgan_versions values ($1, $2, $3, $4, $5, $6, $7)", session)
        {
            Parameters = { new() { Value = world.Value }, new() { Value = numbered.Number }, new() { Value = numbered.Job }, new() { Value = Text(numbered) } },
        };
        foreach (string file in content.Content) insert.Parameters.Add(new() { Value = await File.ReadAllBytesAsync(file, cancellation) });
        await insert.ExecuteNonQueryAsync(cancellation);
        return numbered;
    }, cancellation);

    /// <inheritdoc/>
    public async Task<bool> PublishAsync(WorldName world, Publication publication, int? instead, CancellationToken cancellation)
    {
        bool isDone = await _database.ChangeAsync(world, async session =>
        {
            VersionList list = await ListAsync(session, world, cancellation);
            if (list.Published.Current() != instead || list.Find(publication.Number) is null) return false;
            await WriteAsync(session, world, list.Published.With(publication), cancellation);
            return true;
        }, cancellation);
        if (isDone) Published?.Invoke(world);
        return isDone;
    }

    /// <inheritdoc/>
    public async Task<bool> RollBackAsync(WorldName world, int current, CancellationToken cancellation)
    {
        bool isDone = await _database.ChangeAsync(world, async session =>
        {
            PublicationStack stack = (await ListAsync(session, world, cancellation)).Published;
            if (stack.Current() != current || stack.RolledBack().Current() is null) return false;
            await WriteAsync(session, world, stack.RolledBack(), cancellation);
            return true;
        }, cancellation);
        if (isDone) Published?.Invoke(world);
        return isDone;
    }

    /// <inheritdoc/>
    public async Task<VersionFolder?> OpenAsync(WorldName world, int number, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var shelf = new VersionShelf(_data.World(world).Versions);
            if (File.Exists(shelf[number].Description)) return shelf[number];
            if (!await FetchAsync(shelf, world, number, cancellation)) return null;
            RemoveFiles(shelf, world, await ListAsync(world, cancellation));       // a host that only answers would keep every version that it ever had
            return shelf[number];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ScoresAsync(WorldName world, int number, CancellationToken cancellation)
    {
        if (_scores.TryGetValue((world, number), out byte[]? there)) return there;
        if (await new VersionShelf(_data.World(world).Versions)[number].ReadScoresAsync(cancellation) is { } read) return read;
        byte[]? scores = await _database.ReadAsync(async session =>
        {
            await using var select = new NpgsqlCommand("select scores_file from worldgan_versions where world = $1 and number = $2", session) { Parameters = { new() { Value = world.Value }, new() { Value = number } } };
            return await select.ExecuteScalarAsync(cancellation) as byte[];
        }, cancellation);
        if (scores is not null) _scores[(world, number)] = scores;
        return scores;
    }

    /// <inheritdoc/>
    public async Task PruneAsync(WorldName world, CancellationToken cancellation)
    {
        VersionList kept = await _database.ChangeAsync(world, async session =>
        {
            VersionList list = await ListAsync(session, world, cancellation);
            PublicationStack stack = list.Published.Last(_options.KeepPublished);
            if (stack.Published.Count < list.Published.Published.Count) await WriteAsync(session, world, stack, cancellation);
            await using var delete = new NpgsqlCommand("delete from worldgan_versions where world = $1 and number = any($2)", session)
            {
                Parameters = { new() { Value = world.Value }, new() { Value = list.Doomed(_options).ToArray() } },
            };
            await delete.ExecuteNonQueryAsync(cancellation);
            return await ListAsync(session, world, cancellation);
        }, cancellation);
        await RemoveFilesAsync(world, kept, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Brings the files of a version to this host; false where there is no such version.</summary>
    private Task<bool> FetchAsync(VersionShelf shelf, WorldName world, int number, CancellationToken cancellation) => _database.ReadAsync(async session =>
    {
        await using var select = new NpgsqlCommand("select description, world_file, policy_file, scores_file from worldgan_versions where world = $1 and number = $2", session)
        {
            Parameters = { new() { Value = world.Value }, new() { Value = number } },
        };
        await using NpgsqlDataReader row = await select.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation)) return false;
        VersionDescription description = Parse(row.GetString(0), number);
        byte[][] files = [row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3)];
        shelf.Put(description, draft =>
        {
            foreach ((byte[] bytes, string path) in files.Zip(draft.Content)) File.WriteAllBytes(path, bytes);
        });
        return true;
    }, cancellation);

    private async Task RemoveFilesAsync(WorldName world, VersionList kept, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            RemoveFiles(new VersionShelf(_data.World(world).Versions), world, kept);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes what the database has no more, in one's turn.</summary>
    private void RemoveFiles(VersionShelf shelf, WorldName world, VersionList kept)
    {
        foreach (int number in shelf.Numbers.Where(number => kept.Find(number) is null)) shelf.Remove(number);
        foreach ((WorldName World, int Number) one in _scores.Keys.Where(one => one.World == world && kept.Find(one.Number) is null)) _scores.TryRemove(one, out _);
    }

    private static async Task<VersionList> ListAsync(NpgsqlConnection session, WorldName world, CancellationToken cancellation)
    {
        var versions = new List<VersionDescription>();
        await using var select = new NpgsqlCommand("select number, description from worldgan_versions where world = $1 order by number", session) { Parameters = { new() { Value = world.Value } } };
        await using (NpgsqlDataReader rows = await select.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) versions.Add(Parse(rows.GetString(1), rows.GetInt32(0)));
        }

        await using var published = new NpgsqlCommand("select stack from worldgan_publications where world = $1", session) { Parameters = { new() { Value = world.Value } } };
        return new VersionList(versions, await published.ExecuteScalarAsync(cancellation) is string stack
            ? SettingsFile.Parse<PublicationStack>(Encoding.UTF8.GetBytes(stack), "worldgan_publications")
            : PublicationStack.Empty);
    }

    private static async Task WriteAsync(NpgsqlConnection session, WorldName world, PublicationStack stack, CancellationToken cancellation)
    {
        await using var write = new NpgsqlCommand("insert into worldgan_publications values ($1, $2) on conflict (world) do update set stack = excluded.stack", session)
        {
            Parameters = { new() { Value = world.Value }, new() { Value = Text(stack) } },
        };
        await write.ExecuteNonQueryAsync(cancellation);
    }

    private static string Text<T>(T record)
        where T : class => Encoding.UTF8.GetString(SettingsFile.Format(record));

    private static VersionDescription Parse(string json, int number) => SettingsFile.Parse<VersionDescription>(Encoding.UTF8.GetBytes(json), $"worldgan_versions, version {number}");
}
