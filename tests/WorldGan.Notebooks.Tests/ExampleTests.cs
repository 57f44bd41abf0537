using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WorldGan.Notebooks.Running;
using WorldGan.Simulators;
using WorldGan.Tests;
using WorldGan.Tests.Runs;
using WorldGan.Worlds;

namespace WorldGan.Notebooks.Tests;

/// <summary>The examples in the documentation of the library, run as cells in a folder that has the run, the log and the world that they name.</summary>
public sealed partial class ExampleTests(TrainedArm arm) : IClassFixture<TrainedArm>
{
    private static readonly Assembly[] Libraries = [typeof(IWorld).Assembly, typeof(Simulator).Assembly];

    /// <summary>Those that train with default settings, which takes minutes, are compiled only.</summary>
    [Fact]
    public void Every_example_runs()
    {
        using var folder = new TemporaryFolder();
        Furnish(folder);
        string before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.GetDirectoryName(folder.File("x"))!);
        try
        {
            string prelude = $"#r \"nuget: WorldGan\"\n#r \"nuget: WorldGan.Simulators\"\nusing System.IO; {string.Concat(Namespaces().Select(name => $"using {name}; "))}";
            (string Member, string Code)[] examples = [.. Libraries.SelectMany(Examples).DistinctBy(example => example.Code)];          // a type shares its documentation with its primary constructor
            var (notebook, result) = Written.Run(null, [prelude, .. examples.Select(example => TakesMinutes(example.Code) ? $"void Compiled() {{\n{example.Code}\n}}" : example.Code)]);
            Assert.True(result.End == CellEnd.Done, $"{examples[Math.Max(0, result.Cell - 2)]}\n{notebook.Cells[result.Cell - 1].Shown()}");
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    /// <summary>What makes, reads or asks something stands in a static class, or in a type that opens itself: each shows how, on itself or on a member.</summary>
    [Fact]
    public void Every_entry_point_has_an_example()
    {
        string[] members = [.. Libraries.SelectMany(Examples).Select(example => example.Member[2..])];
        IEnumerable<string> without = Libraries.SelectMany(library => library.GetExportedTypes())
            .Where(type => IsEntryPoint(type) && !members.Any(member => member == type.FullName || member.StartsWith(type.FullName + ".", StringComparison.Ordinal)))
            .Select(type => type.FullName!);
        Assert.Equal([], without);
    }

    // Numerics is for those who write worlds of their own; a list of names needs no example, and PolicyBaseline and its like are chosen in settings.
    private static bool IsEntryPoint(Type type) =>
        type is { IsAbstract: true, IsSealed: true } && type.Namespace != "WorldGan.Numerics" && type.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(method => !method.IsSpecialName && method.DeclaringType == type);

    private static IEnumerable<(string Member, string Code)> Examples(Assembly library) =>
        from member in XDocument.Load(Path.ChangeExtension(library.Location, ".xml")).Descendants("member")
        from example in member.Descendants("example")
        select (member.Attribute("name")!.Value, Indent().Replace(example.Element("code")!.Value, "").Trim('\n'));

    private static bool TakesMinutes(string code) => code.Contains("new RunSettings", StringComparison.Ordinal);

    private static IEnumerable<string> Namespaces() => Libraries.SelectMany(library => library.GetExportedTypes()).Select(type => type.Namespace!).Distinct();

    private void Furnish(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder.File("worlds/arm"));
        Directory.CreateDirectory(folder.File("runs/arm"));
        WorldSpecFile.Write(folder.File("worlds/arm/world.json"), TrainedArm.Arm);
        File.Copy(arm.PathOf("log.csv"), folder.File("arm.csv"));
        foreach (string file in Directory.GetFiles(arm.Folder.Path)) File.Copy(file, folder.File($"runs/arm/{Path.GetFileName(file)}"));
    }

    [GeneratedRegex("^ {12}", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
