using WorldGan.Service.Gate;
using WorldGan.Service.Registry;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Registry;

/// <summary>What holds for every registry.</summary>
public abstract class RegistryLaws : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    internal static readonly WorldName World = NameOf("arm");

    internal DataFolder Data => new(_temporary.File("data"));

    internal abstract IVersionRegistry Open(RegistryOptions options);

    [SkippableFact]
    public async Task Versions_are_numbered_from_one_and_keep_every_byte()
    {
        IVersionRegistry registry = Open(new RegistryOptions());
        VersionDescription first = await AddAsync(registry, "a"), second = await AddAsync(registry, "b");
        Assert.Equal((1, 2), (first.Number, second.Number));
        VersionFolder folder = (await registry.OpenAsync(World, 2, default))!;
        Assert.Equal(["world b", "policy b", "scores b"], folder.Content.Select(File.ReadAllText));
        Assert.Equal("scores b"u8.ToArray(), await registry.ScoresAsync(World, 2, default));
        Assert.Null(await registry.ScoresAsync(World, 3, default));
        VersionList list = await registry.ListAsync(World, default);
        Assert.Equal([first, second], list.Versions);
        Assert.Null(list.Published.Current());
        Assert.Null(await registry.OpenAsync(World, 3, default));
        Assert.Empty((await registry.ListAsync(NameOf("other"), default)).Versions);
    }

    [SkippableFact]
    public async Task A_job_that_adds_twice_has_one_version()
    {
        IVersionRegistry registry = Open(new RegistryOptions());
        VersionDescription first = await AddAsync(registry, "a");
        Assert.Equal(first, await AddAsync(registry, "a"));
        Assert.Single((await registry.ListAsync(World, default)).Versions);
    }

    [SkippableFact]
    public async Task A_version_replaces_only_the_one_that_its_publisher_knows()
    {
        IVersionRegistry registry = Open(new RegistryOptions());
        foreach (string job in new[] { "a", "b", "c" }) await AddAsync(registry, job);
        Assert.True(await PublishAsync(registry, 1, instead: null));
        Assert.False(await PublishAsync(registry, 2, instead: null));
        Assert.True(await PublishAsync(registry, 2, instead: 1));
        Assert.False(await PublishAsync(registry, 3, instead: 1));
        Assert.False(await PublishAsync(registry, 9, instead: 2));
        VersionList list = await registry.ListAsync(World, default);
        Assert.Equal([VersionState.Retired, VersionState.Published, VersionState.Candidate], new[] { 1, 2, 3 }.Select(list.StateOf));
    }

    [SkippableFact]
    public async Task Rolling_back_goes_back_one_by_one_to_the_first()
    {
        IVersionRegistry registry = Open(new RegistryOptions());
        foreach (string job in new[] { "a", "b", "c" }) await AddAsync(registry, job);
        for (int number = 1; number <= 3; number++) await PublishAsync(registry, number, number == 1 ? null : number - 1);
        Assert.False(await registry.RollBackAsync(World, current: 2, default));
        Assert.True(await registry.RollBackAsync(World, current: 3, default));
        Assert.Equal(2, (await registry.ListAsync(World, default)).Published.Current());
        Assert.Equal(VersionState.Candidate, (await registry.ListAsync(World, default)).StateOf(3));
        Assert.True(await registry.RollBackAsync(World, current: 2, default));
        Assert.False(await registry.RollBackAsync(World, current: 1, default));
        Assert.Equal(1, (await registry.ListAsync(World, default)).Published.Current());
    }

    [SkippableFact]
    public async Task The_newest_and_the_last_published_are_kept_and_numbers_never_come_again()
    {
        IVersionRegistry registry = Open(new RegistryOptions { KeepVersions = 2, KeepPublished = 2 });
        for (int i = 1; i <= 3; i++)
        {
            await AddAsync(registry, $"{i}");
            await PublishAsync(registry, i, i == 1 ? null : i - 1);
        }

        for (int i = 4; i <= 7; i++) await AddAsync(registry, $"{i}");
        await registry.PruneAsync(World, default);
        VersionList list = await registry.ListAsync(World, default);
        Assert.Equal([2, 3, 6, 7], list.Versions.Select(version => version.Number));
        Assert.Equal([2, 3], list.Published.Published.Select(one => one.Number));
        Assert.Null(await registry.OpenAsync(World, 4, default));
        Assert.Equal(8, (await AddAsync(registry, "8")).Number);
    }

    [SkippableFact]
    public async Task Who_watches_is_told_of_publications_alone()
    {
        IVersionRegistry registry = Open(new RegistryOptions());
        var told = new List<WorldName>();
        registry.Published += told.Add;
        await AddAsync(registry, "a");
        await AddAsync(registry, "b");
        Assert.Empty(told);
        await PublishAsync(registry, 1, null);
        await PublishAsync(registry, 2, instead: 9);
        await PublishAsync(registry, 2, instead: 1);
        await registry.RollBackAsync(World, 2, default);
        Assert.Equal([World, World, World], told);
    }

    [SkippableFact]
    public async Task Many_that_add_and_publish_at_once_lose_nothing()
    {
        IVersionRegistry registry = Open(new RegistryOptions { KeepVersions = 100 });
        VersionDescription[] added = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => AddAsync(registry, $"{i}"))));
        Assert.Equal(Enumerable.Range(1, 12), added.Select(version => version.Number).Order());
        bool[] published = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => Task.Run(() => PublishAsync(registry, number, instead: null))));
        Assert.Single(published, done => done);
    }

    [SkippableFact]
    public async Task Another_opening_finds_what_was_there()
    {
        IVersionRegistry before = Open(new RegistryOptions());
        VersionDescription added = await AddAsync(before, "a");
        await PublishAsync(before, 1, null);
        VersionList list = await Open(new RegistryOptions()).ListAsync(World, default);
        Assert.Equal(added, Assert.Single(list.Versions));
        Assert.Equal(1, list.Published.Current());
    }

    public virtual void Dispose()
    {
        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static WorldName NameOf(string text)
    {
        Assert.True(WorldName.TryParse(text, out WorldName name));
        return name;
    }

    internal static VersionDescription Describe(string job) => new()
    {
        Number = 0,
        Job = job,
        CreatedAt = new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        DataHash = "abc",
        Transitions = 12,
        MadeBy = "0.1.0",
        Verdict = new GateVerdict(GateAnswer.Wait, "not sure", 3, 0.5, -1.25, 0.1),
        Settings = ArmWorld.Settings,
    };

    internal async Task<VersionDescription> AddAsync(IVersionRegistry registry, string job)
    {
        var content = new VersionFolder(_temporary.File($"content {job}"));
        Directory.CreateDirectory(content.Path);
        foreach ((string file, string what) in content.Content.Zip(["world", "policy", "scores"])) File.WriteAllText(file, $"{what} {job}");
        Directory.CreateDirectory(Data.World(World).Path);
        return await registry.AddAsync(World, Describe(job), content, default);
    }

    internal static Task<bool> PublishAsync(IVersionRegistry registry, int number, int? instead) =>
        registry.PublishAsync(World, new Publication(number, DateTimeOffset.UnixEpoch, Publication.Operator), instead, default);
}
