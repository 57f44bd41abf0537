using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using WorldGan.EndToEndTests.Cli;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Packages;

public class PackageTests(PackedSolution packed, SmallRun small) : IClassFixture<PackedSolution>, IClassFixture<SmallRun>
{
    [Fact]
    public void A_new_project_that_references_the_packages_rolls_out_a_saved_world()
    {
        Directory.CreateDirectory(packed.PathOf("robot"));
        File.WriteAllText(packed.PathOf("robot/robot.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="WorldGan" Version="{PackedSolution.Version}"/>
                <PackageReference Include="WorldGan.Simulators" Version="{PackedSolution.Version}"/>
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(packed.PathOf("robot/Program.cs"), """
            using WorldGan.Rollouts;
            using WorldGan.Runs;
            using WorldGan.Simulators;

            TrainedRun run = TrainedRun.Open(args[0]);
            RolloutBatch futures = run.Imagine(25, horizon: 30);
            Console.WriteLine($"{futures.Count} futures of {run.World.Spec.Name}, {run.Data.Count} logged steps, simulator {CartPole.Name}");
            """);
        string output = Sdk.Dotnet(packed.PathOf("robot"), "run", "-c", "Release", "--", small.PathOf("undisturbed"));
        Assert.EndsWith("25 futures of cartpole, 1200 logged steps, simulator cartpole\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_installs_and_runs()
    {
        Sdk.Dotnet(packed.Root, "tool", "install", "WorldGan.Cli", "--version", PackedSolution.Version, "--tool-path", packed.PathOf("tool"));
        string worldgan = packed.PathOf(OperatingSystem.IsWindows() ? "tool/worldgan.exe" : "tool/worldgan");
        Assert.Contains("Learns a simulator from logged trajectories", Sdk.Run(packed.Root, worldgan, "--help"), StringComparison.Ordinal);
        Sdk.Run(packed.Root, worldgan, "record", "--world", "pendulum", "--transitions", "50", "--out", "log.csv");
        File.WriteAllText(packed.PathOf("n.ipynb"), """{"cells":[{"cell_type":"code","source":"#r \"nuget: WorldGan\"\nWorldGan.Logs.LogInspection.Inspect(\"log.csv\").Tally.Steps"}],"metadata":{},"nbformat":4,"nbformat_minor":5}""");
        Sdk.Run(packed.Root, worldgan, "notebook", "run", "n.ipynb");
        Assert.Contains("\"50\"", File.ReadAllText(packed.PathOf("n.ipynb")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WorldGan", "lib/net10.0/WorldGan.dll")]
    [InlineData("WorldGan.Simulators", "lib/net10.0/WorldGan.Simulators.dll")]
    [InlineData("WorldGan.Service", "lib/net10.0/WorldGan.Service.dll")]
    [InlineData("WorldGan.Torch", "lib/net10.0/WorldGan.Torch.dll")]
    [InlineData("WorldGan.Cli", "tools/net10.0/any/DotnetToolSettings.xml")]
    public void A_package_says_what_it_is_and_holds_no_path_of_the_machine_that_built_it(string id, string file)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedSolution.Version}.nupkg"));
        using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedSolution.Version}.snupkg"));
        XDocument description = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open());
        string[] missing = [.. new[] { "license", "readme", "description", "tags", "authors" }.Where(name => !description.Descendants().Any(e => e.Name.LocalName == name && e.Value.Length > 0))];
        Assert.Empty(missing);
        Assert.NotNull(package.GetEntry(file));
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.All(package.Entries.Concat(symbols.Entries), entry => Assert.False(Holds(entry, Repository.Root), $"{entry.FullName} holds {Repository.Root}"));
    }

    [Fact]
    public void No_package_needs_a_stand_in_from_elsewhere_and_without_them_the_real_one_is_a_dependency()
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(packed.Packages, $"WorldGan.{PackedSolution.Version}.nupkg"));
        Assert.DoesNotContain(XDocument.Load(package.GetEntry("WorldGan.nuspec")!.Open()).Descendants(), e => e.Name.LocalName == "dependency");
        string references = Sdk.Dotnet(Repository.Root, "msbuild", Repository.PathOf("src/WorldGan/WorldGan.csproj"), "-p:UseStandIns=false", "-getItem:PackageReference");
        Assert.Contains("\"Identity\": \"MessagePack\"", references, StringComparison.Ordinal);
        Assert.Equal(5, Directory.GetFiles(packed.Packages, "*.nupkg").Length);
    }

    private static bool Holds(ZipArchiveEntry entry, string text)
    {
        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
