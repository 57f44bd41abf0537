using System.Text;
using System.Text.RegularExpressions;

namespace WorldGan.Notebooks.Pages;

/// <summary>Markdown as HTML, as far as prose between cells needs it: headings, paragraphs, lists, tables, code, and what stands within a line. HTML in it is shown as text.</summary>
internal static partial class Markdown
{
    /// <summary>The text as HTML.</summary>
    public static string ToHtml(string markdown)
    {
        var html = new StringBuilder();
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length;)
        {
            (string block, int next) = Block(lines, i);
            html.Append(block);
            i = next;
        }

        return html.ToString();
    }

    /// <summary>The block that begins at a line, and the line behind it.</summary>
    private static (string Html, int Next) Block(string[] lines, int at)
    {
        string line = lines[at];
        if (string.IsNullOrWhiteSpace(line)) return ("", at + 1);
        if (line.StartsWith("```", StringComparison.Ordinal)) return Fenced(lines, at);
        if (Heading().Match(line) is { Success: true } heading) return ($"<h{heading.Groups[1].Length}>{MarkdownLine.ToHtml(heading.Groups[2].Value)}</h{heading.Groups[1].Length}>\n", at + 1);
        if (line.StartsWith('|') && at + 1 < lines.Length && TableRule().IsMatch(lines[at + 1])) return Table(lines, at);
        if (Bullet().IsMatch(line)) return Items(lines, at, Bullet(), "ul");
        if (Number().IsMatch(line)) return Items(lines, at, Number(), "ol");
        return Paragraph(lines, at);
    }

    private static (string, int) Fenced(string[] lines, int at)
    {
        int end = Array.FindIndex(lines, at + 1, line => line.StartsWith("```", StringComparison.Ordinal)) is var found and >= 0 ? found : lines.Length;
        return ($"<pre><code>{MarkdownLine.Escape(string.Join('\n', lines[(at + 1)..end]))}</code></pre>\n", Math.Min(end + 1, lines.Length));
    }

    private static (string, int) Table(string[] lines, int at)
    {
        int end = End(lines, at, line => line.StartsWith('|'));
        string Row(string line, string cell) => $"<tr>{string.Concat(line.Trim().Trim('|').Split('|').Select(text => $"<{cell}>{MarkdownLine.ToHtml(text.Trim())}</{cell}>"))}</tr>\n";
        return ($"<div class=\"wide\"><table class=\"words\">\n{Row(lines[at], "th")}{string.Concat(lines[(at + 2)..end].Select(line => Row(line, "td")))}</table></div>\n", end);
    }

    private static (string, int) Items(string[] lines, int at, Regex sign, string list)
    {
        // A line that is indented goes on with its item.
        int end = End(lines, at, line => sign.IsMatch(line) || line.StartsWith("  ", StringComparison.Ordinal));
        var items = new List<string>();
        foreach (string line in lines[at..end])
            if (sign.IsMatch(line)) items.Add(sign.Replace(line, ""));
            else items[^1] += " " + line.Trim();
        return ($"<{list}>\n{string.Concat(items.Select(item => $"<li>{MarkdownLine.ToHtml(item)}</li>\n"))}</{list}>\n", end);
    }

    private static (string, int) Paragraph(string[] lines, int at)
    {
        int end = End(lines, at + 1, line => !string.IsNullOrWhiteSpace(line) && !line.StartsWith("```", StringComparison.Ordinal) && !Heading().IsMatch(line) && !Bullet().IsMatch(line) && !line.StartsWith('|'));
        return ($"<p>{MarkdownLine.ToHtml(string.Join(' ', lines[at..end]))}</p>\n", end);
    }

    private static int End(string[] lines, int at, Predicate<string> goesOn) => Array.FindIndex(lines, at, line => !goesOn(line)) is var end and >= 0 ? end : lines.Length;

    [GeneratedRegex("^(#{1,6}) +(.*?)#*$")]
    private static partial Regex Heading();

    [GeneratedRegex("^[-*] +")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\d+\. +")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\|[ :|-]+\|\s*$")]
    private static partial Regex TableRule();
}
