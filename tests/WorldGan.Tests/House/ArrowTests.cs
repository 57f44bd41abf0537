using System.Text.RegularExpressions;

namespace WorldGan.Tests.House;

/// <summary>
/// Data goes one way through the folders of src/WorldGan, and so do the references between them.
/// To add a folder: put its name into <see cref="Stages"/> at its place in the flow.
/// </summary>
public partial class ArrowTests
{
    /// <summary>A folder may use itself and those before it.</summary>
    private static readonly string[] Stages =
        ["Worlds", "Logs", "Datasets", "WorldModel", "Rollouts", "Policies", "Evaluation", "Reporting", "Export", "Runs"];

    private const string ForAll = "Numerics";

    [Fact]
    public void References_between_the_folders_of_the_library_never_run_back() =>
        AssertNone(from file in Library()
                   from target in Targets(Repository.Read(file))
                   where !Allowed(FolderOf(file), target)
                   select $"{file}: {FolderOf(file)} must not use {target}");

    [Fact]
    public void Every_file_of_the_library_stands_in_a_known_folder_and_in_its_namespace() =>
        AssertNone(from file in Library()
                   where FolderOf(file) != ForAll && !Stages.Contains(FolderOf(file))
                       || !Repository.Read(file).Contains($"namespace {NamespaceOf(file)};", StringComparison.Ordinal)
                   select $"{file}: expected one of the folders {string.Join(", ", Stages.Append(ForAll))} and the namespace {NamespaceOf(file)}");

    [Fact]
    public void The_library_references_no_other_project() =>
        Assert.Empty(Repository.ReadXml("src/WorldGan/WorldGan.csproj").Descendants("ProjectReference"));

    [Fact]
    public void The_true_simulators_reference_nothing_but_the_library() =>
        Assert.Equal(["../WorldGan/WorldGan.csproj"],
            Repository.ReadXml("src/WorldGan.Simulators/WorldGan.Simulators.csproj").Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value));

    [Theory]
    [InlineData("Worlds", "using WorldGan.Runs;", "Runs")]
    [InlineData("Worlds", "var run = new WorldGan.Runs.Run();", "Runs")]
    [InlineData("Worlds", "var file = Numerics.AtomicFile.Write();\nIPolicy p = Worlds.IPolicy;", null)]
    [InlineData("Numerics", "Worlds.IPolicy policy;", "Worlds")]
    [InlineData("Logs", "using WorldGan.Simulators;", "Simulators")]
    [InlineData("Logs", "// see WorldGan.Runs", null)]
    [InlineData("Runs", "using WorldGan.Logs;", null)]
    [InlineData("Numerics", "using WorldGan.Numerics;", null)]
    public void Forbidden_references_are_seen_however_they_are_written(string folder, string code, string? forbidden) =>
        Assert.Equal(forbidden is null ? [] : [forbidden], Targets(code).Where(target => !Allowed(folder, target)));

    private static bool Allowed(string from, string to) =>
        from == to || to == ForAll || (Array.IndexOf(Stages, to) is var place and >= 0 && place < Array.IndexOf(Stages, from));

    private static IEnumerable<string> Library() => Repository.Files("src/WorldGan", "*.cs");

    private static string FolderOf(string file) => file.Split('/')[2];

    private static string NamespaceOf(string file) => string.Join('.', file.Split('/')[1..^1]);

    // "WorldGan.Logs" in full, and "Logs.Episode", which C# finds from within the namespace WorldGan too.
    private static IEnumerable<string> Targets(string code)
    {
        string words = LineComments().Replace(code, "");
        IEnumerable<string> full = InFull().Matches(words).Select(m => m.Groups[1].Value);
        IEnumerable<string> relative = Relative().Matches(words)
            .Where(m => Repository.PathOf($"src/WorldGan/{m.Groups[1].Value}/{m.Groups[2].Value}") is var path && (File.Exists(path + ".cs") || Directory.Exists(path)))
            .Select(m => m.Groups[1].Value);
        return full.Concat(relative).Distinct();
    }

    private static void AssertNone(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults));

    [GeneratedRegex(@"//.*")]
    private static partial Regex LineComments();

    [GeneratedRegex(@"\bWorldGan\.(\w+)")]
    private static partial Regex InFull();

    [GeneratedRegex(@"(?<![.\w])([A-Z]\w+)\.([A-Z]\w+)")]
    private static partial Regex Relative();
}
