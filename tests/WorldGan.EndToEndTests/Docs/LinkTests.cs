using System.Text.RegularExpressions;
using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Docs;

public partial class LinkTests
{
    public static TheoryData<string> Pages => new(DocPage.All);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there(string page)
    {
        foreach (string target in Link().Matches(DocPage.Read(page)).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)))
        {
            string[] parts = target.Split('#');
            string file = Path.GetFullPath(parts[0].Length > 0 ? Path.Combine(Repository.PathOf("docs"), Path.GetDirectoryName(page)!, parts[0]) : Repository.PathOf($"docs/{page}"));
            Assert.True(File.Exists(file) || Directory.Exists(file), $"docs/{page}: expected a file at '{target}', got none.");
            if (parts.Length > 1) Assert.True(File.ReadLines(file).Where(line => line.StartsWith('#')).Select(Anchor).Contains(parts[1]), $"docs/{page}: expected a heading at '{target}', got none.");
        }
    }

    [Fact]
    public void Every_page_is_reached_from_the_first()
    {
        var reached = new HashSet<string> { "README.md" };
        for (var open = new Queue<string>(reached); open.TryDequeue(out string? page);)
            foreach (string next in Link().Matches(DocPage.Read(page)).Select(match => Path.GetRelativePath("/docs", Path.Combine("/docs", Path.GetDirectoryName(page)!, match.Groups[1].Value.Split('#')[0]))))
                if (DocPage.All.Contains(next) && reached.Add(next)) open.Enqueue(next);
        Assert.Equal(DocPage.All.Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
    }

    /// <summary>A heading as GitHub names it: small letters, without punctuation, with a hyphen for each space.</summary>
    private static string Anchor(string heading) => Punctuation().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
