using WorldGan.Tests;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Packages;

/// <summary>The packages, made from what the tests were built with, in the only folder that a new project may restore from.</summary>
public sealed class PackedSolution : IDisposable
{
    private static readonly string[] Projects = ["WorldGan", "WorldGan.Simulators", "WorldGan.Service", "WorldGan.Torch", "WorldGan.Cli"];

    private readonly TemporaryFolder _folder = new();

    public PackedSolution()
    {
        foreach (string project in Projects)
            Sdk.Dotnet(Repository.Root, "pack", Repository.PathOf($"src/{project}/{project}.csproj"), "-c", Configuration, "--no-build", "-o", Packages);
        // Nothing else: the library and its tool must not need what the folder does not hold.
        File.WriteAllText(PathOf("nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{PathOf("restored")}"/></config>
              <packageSources><clear/><add key="packed" value="{Packages}"/></packageSources>
            </configuration>
            """);
    }

    /// <summary>The version of all packages, which stands in one place.</summary>
    internal static string Version { get; } = Repository.ReadXml("Directory.Build.props").Descendants("Version").Single().Value;

    internal string Packages => PathOf("packages");

    internal string Root => Path.GetDirectoryName(PathOf("x"))!;

    internal string PathOf(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    // The tests run from bin/CONFIGURATION/FRAMEWORK.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
