using WorldGan.Service.Registry;
using WorldGan.Tests;

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
        using var elsewhere = new TemporaryFolder();
        await using var other = new PostgresRegistry(new DataFolder(elsewhere.File("data")), new RegistryOptions { ConnectionString = _database });
        Assert.Equal(1, (await other.ListAsync(World, default)).Published.Current());
        VersionFolder fetched = (await other.OpenAsync(World, 1, default))!;
        Assert.StartsWith(elsewhere.File("data"), fetched.Path, StringComparison.Ordinal);
        Assert.Equal("policy a", File.ReadAllText(fetched.Policy));
    }

    /// <summary>A host that only answers learns of each version by taking it; it is not to keep them all.</summary>
    [SkippableFact]
    public async Task A_host_that_only_takes_versions_keeps_no_file_of_what_the_others_have_pruned()
    {
        IVersionRegistry trains = Open(new RegistryOptions { KeepVersions = 1, KeepPublished = 1 });
        using var elsewhere = new TemporaryFolder();
        var data = new DataFolder(elsewhere.File("data"));
        await using var answers = new PostgresRegistry(data, new RegistryOptions { ConnectionString = _database });
        for (int number = 1; number <= 3; number++)
        {
            await AddAsync(trains, $"{number}");
            await PublishAsync(trains, number, instead: number == 1 ? null : number - 1);
            await trains.PruneAsync(World, default);
            Assert.NotNull(await answers.OpenAsync(World, number, default));
            Assert.Equal([number], new VersionShelf(data.World(World).Versions).Numbers);
        }
    }

    /// <summary>The page asks for the list every two seconds; a version has megabytes.</summary>
    [SkippableFact]
    public async Task A_list_of_versions_brings_no_version_to_the_host_that_is_asked()
    {
        IVersionRegistry trains = Open(new RegistryOptions());
        var content = new VersionFolder(Path.Combine(Data.Path, "content"));
        Directory.CreateDirectory(content.Path);
        foreach (string file in content.Content) File.WriteAllText(file, "{\"made\":\"elsewhere\"}");
        Directory.CreateDirectory(Data.World(World).Path);
        await trains.AddAsync(World, Describe("a"), content, default);
        using var elsewhere = new TemporaryFolder();
        RunningService.AddArm(elsewhere.File("data"));
        await using RunningService service = await RunningService.StartAsync(elsewhere.File("data"), null, $"WorldGan:Registry:ConnectionString={_database}");
        for (int i = 0; i < 2; i++) (await service.GetAsync("/v1/worlds/arm/versions")).Is(200).Says("\"scores\":{\"made\":\"elsewhere\"}");
        Assert.False(Directory.Exists(new DataFolder(service.Data).World(World).Versions));
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
