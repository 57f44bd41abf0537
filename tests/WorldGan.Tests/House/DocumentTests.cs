using System.Text.RegularExpressions;

namespace WorldGan.Tests.House;

public partial class DocumentTests
{
    [Fact]
    public void Links_between_our_documents_lead_somewhere()
    {
        IEnumerable<string> dead =
            from document in Documents()
            from link in Links().Matches(Repository.Read(document)).Select(m => m.Groups[1].Value)
            where !link.Contains("://", StringComparison.Ordinal)
            let target = Repository.PathOf(Path.Combine(Path.GetDirectoryName(document)!, link.Split('#')[0]))
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{document}: expected a file at '{link}', found none.";
        Assert.True(!dead.Any(), string.Join('\n', dead));
    }

    [Fact]
    public void The_readme_says_how_to_run_the_tests() =>
        Assert.Contains("\n    dotnet test -c Release\n", Repository.Read("README.md"));

    [Fact]
    public void The_librarys_readme_names_the_folders_that_there_are() =>
        Assert.Equal(
            Directory.GetDirectories(Repository.PathOf("src/WorldGan")).Select(path => Path.GetFileName(path)!).Except(["bin", "obj"]).Order(StringComparer.Ordinal),
            Folders().Matches(Repository.Read("src/WorldGan/README.md")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Documents() =>
        new[] { "clients", "src", "tests", "worlds", "notebooks" }.Where(folder => Directory.Exists(Repository.PathOf(folder)))
            .SelectMany(folder => Repository.Files(folder, "*.md")).Append("README.md").Append("CHANGELOG.md");

    [GeneratedRegex(@"^\| ([A-Z]\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Folders();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();
}
