using System.Xml.Linq;

namespace WorldGan.Tests.House;

public class ProjectTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.Read("WorldGan.sln").Replace('\\', '/');
        Assert.All(Repository.Projects, project => Assert.Contains($"\"{project}\"", solution));
    }

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("TorchSharp-cpu")]
    [InlineData("TorchSharp-cuda-linux")]
    [InlineData("MessagePack")]
    [InlineData("FsCheck.Xunit")]
    public void Packages_with_a_stand_in_have_a_version(string package) =>
        Assert.Single(Repository.ReadXml("Directory.Packages.props").Descendants("PackageVersion"), v => v.Attribute("Include")!.Value == package);

    [Fact]
    public void Versions_stand_in_one_place() =>
        Assert.All(Repository.Projects, project =>
            Assert.DoesNotContain(Repository.ReadXml(project).Descendants("PackageReference"), r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null));

    [Theory]
    [InlineData("TreatWarningsAsErrors", "true")]
    [InlineData("Nullable", "enable")]
    [InlineData("EnforceCodeStyleInBuild", "true")]
    public void No_project_is_less_strict_than_the_house(string setting, string value)
    {
        Assert.Equal(value, Repository.ReadXml("Directory.Build.props").Descendants(setting).Single().Value);
        Assert.All(Repository.Projects, project => Assert.Empty(Repository.ReadXml(project).Descendants(setting)));
    }

    [Theory]
    [InlineData("src/WorldGan/WorldGan.csproj", "BannedSymbols.txt")]
    [InlineData("src/WorldGan.Simulators/WorldGan.Simulators.csproj", "../WorldGan/BannedSymbols.txt")]
    public void Clocks_consoles_and_global_random_are_banned_in_the_library(string project, string symbols)
    {
        XDocument xml = Repository.ReadXml(project);
        Assert.Contains(xml.Descendants("PackageReference"), r => r.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains(xml.Descendants("AdditionalFiles"), r => r.Attribute("Include")!.Value == symbols);
        string banned = Repository.Read("src/WorldGan/BannedSymbols.txt");
        foreach (string symbol in new[] { "T:System.Random;", "T:System.Console;", "T:System.Diagnostics.Stopwatch;", "P:System.DateTime.UtcNow;" })
            Assert.Contains(symbol, banned);
    }
}
