using System.Globalization;
using WorldGan.Reporting.Charts;

namespace WorldGan.Reporting.Report;

/// <summary>The pieces of the page.</summary>
internal static class Html
{
    /// <summary>A part of the page with its heading, and where its numbers come from.</summary>
    public static string Section(string id, string title, IReadOnlyList<Source> sources, params string[] body) =>
        $"<section id=\"{id}\">\n<h2>{Text(title)}{string.Concat(sources.Select(source => $" <span class=\"source {source.ToString().ToLowerInvariant()}\">{Words(source)}</span>"))}</h2>\n{string.Concat(body)}</section>\n";

    /// <summary>A paragraph.</summary>
    public static string Paragraph(string text) => $"<p>{Text(text)}</p>\n";

    /// <summary>Sentences that want attention; nothing where there are none.</summary>
    public static string Warnings(IReadOnlyList<string> sentences) =>
        sentences.Count == 0 ? "" : $"<ul class=\"warnings\">\n{string.Concat(sentences.Select(sentence => $"<li>{Text(sentence)}</li>\n"))}</ul>\n";

    /// <summary>A table; the first column is text, the others numbers, or words where it is a list of words.</summary>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, bool isWords = false) =>
        $"<div class=\"wide\"><table{(isWords ? " class=\"words\"" : "")}>\n<tr>{string.Concat(head.Select(cell => $"<th>{Text(cell)}</th>"))}</tr>\n"
        + string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n")) + "</table></div>\n";

    /// <summary>A picture with what its colours mean.</summary>
    public static string Figure(Picture picture, string caption, params (Ink Ink, string Meaning)[] legend) =>
        $"<figure>\n{picture.Within()}<figcaption>{Text(caption)}{Legend(legend)}</figcaption>\n</figure>\n";

    private static string Legend((Ink Ink, string Meaning)[] legend) => legend.Length == 0 ? ""
        : $"<span class=\"legend\">{string.Concat(legend.Select(entry => $"<span class=\"dot ink{(int)entry.Ink}\"></span>{Text(entry.Meaning)}&#160;&#160; "))}</span>";

    /// <summary>A number in four digits.</summary>
    public static string Number(double? number) => number is { } x && double.IsFinite(x)
        ? Math.Abs(x) >= 1000 ? x.ToString("N0", CultureInfo.InvariantCulture) : x.ToString(x != 0 && Math.Abs(x) < 0.0001 ? "0.0E+0" : Math.Abs(x) < 1 ? "0.####" : "0.###", CultureInfo.InvariantCulture)
        : "–";

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>Text without anything that means something in HTML.</summary>
    public static string Text(string text) => SvgText.Escape(text);

    private static string Words(Source source) => source switch
    {
        Source.Real => "true world",
        Source.Logged => "log",
        Source.HeldOut => "held-out log",
        Source.Imagined => "imagined",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Expected one of the sources."),
    };
}

/// <summary>Where a number comes from.</summary>
internal enum Source
{
    /// <summary>Measured in the true world.</summary>
    Real,

    /// <summary>Counted in the log.</summary>
    Logged,

    /// <summary>Measured on episodes of the log that gave no gradient.</summary>
    HeldOut,

    /// <summary>Said by the learned world.</summary>
    Imagined,
}
