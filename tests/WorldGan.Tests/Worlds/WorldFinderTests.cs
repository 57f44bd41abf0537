using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Tests.Worlds;

public sealed class WorldFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WorldFinder _finder;

    public WorldFinderTests() => _finder = new WorldFinder(_folder.File(""), [Named("cartpole"), Named("mine")]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_name_without_a_folder_is_a_built_in_world() => Assert.Equal(new FoundWorld(Named("cartpole"), null), _finder.Find("cartpole"));

    [Fact]
    public void A_folder_in_worlds_wins_over_a_built_in_world_of_its_name()
    {
        string folder = Save("worlds/mine", Named("not-built-in"));
        Assert.Equal(new FoundWorld(Named("not-built-in"), folder), _finder.Find("mine"));
    }

    [Theory]
    [InlineData("robots/arm")]
    [InlineData("robots/arm/")]
    [InlineData("robots/arm/world.json")]
    [InlineData("./robots/arm")]
    public void A_path_leads_to_its_folder(string path)
    {
        Save("robots/arm", Named("arm"));
        Assert.Equal(Named("arm"), _finder.Find(path).Spec);
    }

    [Fact]
    public void A_bare_name_of_a_folder_is_found_last()
    {
        Save("arm", Named("arm"));
        Save("cartpole", Named("hidden"));
        Assert.Equal("arm", _finder.Find("arm").Spec.Name);
        Assert.Equal("cartpole", _finder.Find("cartpole").Spec.Name);
    }

    [Fact]
    public void A_full_path_leads_to_its_folder() => Assert.Equal("arm", _finder.Find(Save("arm", Named("arm"))).Spec.Name);

    [Fact]
    public void A_world_that_is_not_there_is_refused_with_where_and_what_there_is()
    {
        Save("worlds/arm", Named("arm"));
        var error = Assert.Throws<ArgumentException>(() => _finder.Find("cartpol"));
        Assert.Equal(
            $"There is no world 'cartpol': looked for {Path.Combine("worlds", "cartpol", "world.json")} and {Path.Combine("cartpol", "world.json")} "
            + "and among the built-in ones. Worlds: arm, cartpole, mine. Did you mean 'cartpole'?",
            error.Message);
    }

    [Fact]
    public void A_wrong_file_is_not_passed_over()
    {
        Directory.CreateDirectory(_folder.File("worlds/cartpole"));
        File.WriteAllText(_folder.File("worlds/cartpole/world.json"), "{}");
        Assert.Throws<FaultyFileException>(() => _finder.Find("cartpole"));
    }

    private static WorldSpec Named(string name) => new() { Name = name, State = [new("x")], Actions = [new("l"), new("r")] };

    private string Save(string folder, WorldSpec spec)
    {
        string path = _folder.File(folder);
        Directory.CreateDirectory(path);
        WorldSpecFile.Write(Path.Combine(path, WorldSpecFile.FileName), spec);
        return path;
    }
}
