using System.Net;
using System.Text.RegularExpressions;

namespace WorldGan.Notebooks.Pages;

/// <summary>What Markdown means within a line: code, links, strong and stressed words.</summary>
internal static partial class MarkdownLine
{
    /// <summary>The line as HTML.</summary>
    public static string ToHtml(string line) =>
        // Code comes first: nothing means anything in it.
        string.Concat(Code().Split(line).Select((part, i) => i % 2 == 1 ? $"<code>{Escape(part)}</code>" : Words(part)));

    /// <summary>Text without anything that means something in HTML.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Words(string text)
    {
        string html = Link().Replace(Escape(text), match => $"<a href=\"{match.Groups[2].Value}\">{match.Groups[1].Value}</a>");
        return Stressed().Replace(Strong().Replace(html, "<strong>$1</strong>"), "<em>$1</em>");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    // Only what leads to a page or a file: no script.
    [GeneratedRegex(@"\[([^\]]+)\]\(((?:https?://|[^:\s)]*(?=\)))[^\s)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"(?<![\w*])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_](?![\w*])")]
    private static partial Regex Stressed();
}
