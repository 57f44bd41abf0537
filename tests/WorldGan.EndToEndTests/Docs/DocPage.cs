using WorldGan.Tests.House;

namespace WorldGan.EndToEndTests.Docs;

/// <summary>A page below docs and its fenced blocks.</summary>
internal static class DocPage
{
    /// <summary>The page whose commands make what the how-tos begin with.</summary>
    public const string Beginning = "how-to/README.md";

    /// <summary>All pages, by their paths below docs.</summary>
    public static string[] All { get; } = [.. Repository.Files("docs", "*.md").Select(path => path["docs/".Length..])];

    public static string Read(string page) => Repository.Read($"docs/{page}");

    /// <summary>The fenced blocks of a page, in order.</summary>
    public static IReadOnlyList<DocBlock> Blocks(string page) => Blocks(page, Read(page));

    public static IReadOnlyList<DocBlock> Blocks(string page, string text)
    {
        var blocks = new List<DocBlock>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            int end = Array.IndexOf(lines, "```", i + 1);
            if (end < 0) throw new FormatException($"docs/{page}({i + 1}): expected a closing fence, got none.");
            string[] words = lines[i][3..].Split(' ', 2);
            blocks.Add(new DocBlock(page, i + 1, words[0], words.Length > 1 ? words[1].Trim() : "", string.Concat(lines[(i + 1)..end].Select(line => line + "\n"))));
            i = end;
        }

        return blocks;
    }
}
