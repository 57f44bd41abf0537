using System.Text.RegularExpressions;

namespace WorldGan.EndToEndTests.Docs;

/// <summary>What a page says will come out. A line of nothing but … stands for any number of lines, an … within a line for anything there.</summary>
internal static class ExpectedText
{
    public static bool Matches(string expected, string actual) => Regex.IsMatch(Trimmed(actual) + "\n", Pattern(expected), RegexOptions.None, TimeSpan.FromSeconds(10));

    private static string Pattern(string expected) =>
        $@"\A{string.Concat(Trimmed(expected).Split('\n').Select(line => line.Trim() == "…" ? @"(?:[^\n]*\n)*?" : Regex.Escape(line).Replace("…", "[^\n]*?", StringComparison.Ordinal) + "\n"))}\z";

    /// <summary>Spaces at the ends of lines are nothing that a reader sees.</summary>
    private static string Trimmed(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(line => line.TrimEnd()));
}
