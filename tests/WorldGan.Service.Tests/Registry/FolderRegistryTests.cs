using WorldGan.Service.Registry;
using WorldGan.Worlds.Json;

namespace WorldGan.Service.Tests.Registry;

public sealed class FolderRegistryTests : RegistryLaws
{
    internal override IVersionRegistry Open(RegistryOptions options) => new FolderRegistry(Data, options);

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
}
