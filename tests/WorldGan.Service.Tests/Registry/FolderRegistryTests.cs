using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Service.Registry;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Tests.Registry;

public sealed class FolderRegistryTests : RegistryLaws
{
    internal override IVersionRegistry Open(RegistryOptions options) => new FolderRegistry(Data, options, NullLogger<FolderRegistry>.Instance);

    [Fact]
    public async Task Half_a_version_that_a_crash_left_is_no_version_and_is_in_nobodys_way()
    {
        string left = Path.Combine(Data.World(World).Versions, ".new");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "world.safetensors"), "half");
        IVersionRegistry registry = Open(new RegistryOptions());
        Assert.Empty((await registry.ListAsync(World, default)).Versions);
        Assert.Equal(1, (await AddAsync(registry, "a")).Number);
        Assert.Equal(["1"], Directory.GetDirectories(Data.World(World).Versions).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_version_that_cannot_be_copied_leaves_nothing()
    {
        IVersionRegistry registry = Open(new RegistryOptions());
        Directory.CreateDirectory(Data.World(World).Path);
        await Assert.ThrowsAnyAsync<IOException>(() => registry.AddAsync(World, Describe("a"), new VersionFolder(Data.Path), default));
        Assert.Empty((await registry.ListAsync(World, default)).Versions);
    }

    [Fact]
    public async Task A_wrong_published_json_is_told_with_its_place()
    {
        Directory.CreateDirectory(Data.World(World).Path);
        File.WriteAllText(Data.World(World).Published, "{\"published\": 3}");
        FaultyFileException fault = await Assert.ThrowsAsync<FaultyFileException>(() => Open(new RegistryOptions()).ListAsync(World, default));
        Assert.Contains("published.json(1,15): published: expected a list, got 3.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"number\": tw")]
    [InlineData("{}")]
    [InlineData(null)]
    public async Task A_version_that_cannot_be_read_keeps_no_other_from_being_listed_added_and_published(string? text)
    {
        IVersionRegistry before = Open(new RegistryOptions());
        await AddAsync(before, "a");
        await AddAsync(before, "b");
        VersionFolder bad = new VersionShelf(Data.World(World).Versions)[2];
        if (text is null) File.Delete(bad.Description);
        else File.WriteAllText(bad.Description, text);
        IVersionRegistry registry = Open(new RegistryOptions());
        Assert.Equal([1], (await registry.ListAsync(World, default)).Versions.Select(version => version.Number));
        Assert.Equal(3, (await AddAsync(registry, "c")).Number);
        Assert.True(await PublishAsync(registry, 3, instead: null));
        await registry.PruneAsync(World, default);
        Assert.Equal([1, 3], (await registry.ListAsync(World, default)).Versions.Select(version => version.Number));
    }

    [Fact]
    public async Task Scores_that_cannot_be_read_are_none()
    {
        IVersionRegistry registry = Open(new RegistryOptions());
        VersionDescription version = await AddAsync(registry, "a");
        VersionFolder folder = (await registry.OpenAsync(World, 1, default))!;
        Assert.Equal("scores a", File.ReadAllText(folder.Scores));
        Assert.Null(VersionAnswer.Of(version, VersionState.Candidate, await registry.ScoresAsync(World, 1, default)).Scores);
        File.WriteAllText(folder.Scores, "[1]");
        Assert.NotNull(VersionAnswer.Of(version, VersionState.Candidate, await registry.ScoresAsync(World, 1, default)).Scores);
    }

    [Fact]
    public async Task An_empty_folder_with_a_number_is_no_version_and_keeps_its_number()
    {
        Directory.CreateDirectory(new VersionShelf(Data.World(World).Versions)[99].Path);
        IVersionRegistry registry = Open(new RegistryOptions());
        Assert.Empty((await registry.ListAsync(World, default)).Versions);
        Assert.Equal(100, (await AddAsync(registry, "a")).Number);
    }
}
