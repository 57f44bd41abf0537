using WorldGan.Service.Registry;

namespace WorldGan.Service.Tests.Registry;

/// <summary>Against a server of its own, where PostgreSQL is installed, or the one that WORLDGAN_POSTGRES names.</summary>
public sealed class PostgresRegistryTests(PostgresServer server) : RegistryLaws, IClassFixture<PostgresServer>
{
    private readonly string _database = server.NewDatabase();
    private readonly List<PostgresRegistry> _open = [];

    internal override IVersionRegistry Open(RegistryOptions options)
    {
        Skip.If(_database.Length == 0, "PostgreSQL is not installed, and WORLDGAN_POSTGRES names no server.");
        var registry = new PostgresRegistry(Data, options with { ConnectionString = _database });
        _open.Add(registry);
        return registry;
    }

    [SkippableFact]
    public async Task Two_hosts_see_the_same_versions_and_each_has_the_files()
    {
        IVersionRegistry one = Open(new RegistryOptions());
        await AddAsync(one, "a");
        await PublishAsync(one, 1, null);
        using var elsewhere = new WorldGan.Tests.TemporaryFolder();
        await using var other = new PostgresRegistry(new DataFolder(elsewhere.File("data")), new RegistryOptions { ConnectionString = _database });
        Assert.Equal(1, (await other.ListAsync(World, default)).Published.Current());
        VersionFolder fetched = (await other.OpenAsync(World, 1, default))!;
        Assert.StartsWith(elsewhere.File("data"), fetched.Path, StringComparison.Ordinal);
        Assert.Equal("policy a", File.ReadAllText(fetched.Policy));
    }

    [SkippableFact]
    public async Task A_database_that_cannot_be_reached_is_told_without_its_password()
    {
        Skip.If(_database.Length == 0, "PostgreSQL is not installed.");
        await using var registry = new PostgresRegistry(Data, new RegistryOptions { ConnectionString = "Host=127.0.0.1;Port=1;Username=robot;Password=secret;Timeout=2" });
        IOException fault = await Assert.ThrowsAsync<IOException>(() => registry.ListAsync(World, default));
        Assert.StartsWith("Registry: expected a PostgreSQL database that answers", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    public override void Dispose()
    {
        foreach (PostgresRegistry registry in _open) registry.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose();
    }
}
