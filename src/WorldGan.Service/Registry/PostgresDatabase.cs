using System.Data;
using Npgsql;

namespace WorldGan.Service.Registry;

/// <summary>
/// The tables of a registry. What is done in them is done in one transaction; changes of a world take turns by an advisory lock, which ends with the transaction also where a host is killed.
/// </summary>
internal sealed class PostgresDatabase(string connection) : IAsyncDisposable
{
    private const string Schema = """
        create table if not exists worldgan_versions (
            world text not null, number integer not null, job text not null, description text not null,
            world_file bytea not null, policy_file bytea not null, scores_file bytea not null,
            primary key (world, number), unique (world, job));
        create table if not exists worldgan_publications (world text primary key, stack text not null);
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connection);
    private bool _hasSchema;

    /// <summary>Reads what is there at one moment.</summary>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation) => ReachAsync(IsolationLevel.RepeatableRead, null, work, cancellation);

    /// <summary>Changes what is there of a world, while no other host does.</summary>
    /// <exception cref="IOException">The database cannot be reached, or refuses; nothing was changed.</exception>
    public Task<T> ChangeAsync<T>(WorldName world, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation) => ReachAsync(IsolationLevel.ReadCommitted, $"worldgan {world}", work, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<T> ReachAsync<T>(IsolationLevel isolation, string? turn, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            await using NpgsqlConnection session = await _source.OpenConnectionAsync(cancellation);
            if (!_hasSchema) await MakeSchemaAsync(session, cancellation);
            await using NpgsqlTransaction transaction = await session.BeginTransactionAsync(isolation, cancellation);
            if (turn is not null) await LockAsync(session, turn, cancellation);
            T result = await work(session);
            await transaction.CommitAsync(cancellation);
            return result;
        }
        catch (NpgsqlException e)
        {
            throw new IOException($"Registry: expected a PostgreSQL database that answers, got: {e.Message}", e);   // its message holds no password
        }
    }

    /// <summary>Hosts that start together would both make the tables.</summary>
    private async Task MakeSchemaAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using NpgsqlTransaction transaction = await session.BeginTransactionAsync(cancellation);
        await LockAsync(session, "worldgan", cancellation);
        await using var create = new NpgsqlCommand(Schema, session);
        await create.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        _hasSchema = true;
    }

    private static async Task LockAsync(NpgsqlConnection session, string name, CancellationToken cancellation)
    {
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))", session) { Parameters = { new() { Value = name } } };
        await turn.ExecuteNonQueryAsync(cancellation);
    }
}
