using System.Text;

namespace WorldGan.Reporting.Notebooks;

/// <summary>A picture that a notebook shows where a cell ends with it. It stands alone: light or dark as its reader has it, without script, font or other file.</summary>
[TypeFormatterSource(typeof(FigureFormats))]
public sealed class Figure
{
    internal Figure(string title, string caption, string svg) => (Title, Caption, Svg) = (title, caption, svg);

    /// <summary>What is shown.</summary>
    public string Title { get; }

    /// <summary>How to read it; may be empty.</summary>
    public string Caption { get; }

    /// <summary>The picture.</summary>
    public string Svg { get; }

    /// <summary>The picture as an image of HTML, so that its styles and those of the page leave one another alone.</summary>
    public string Html => $"<img alt=\"{Report.Html.Text(Title)}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Svg))}\"/>";

    /// <summary>Title and caption: what a place without pictures shows.</summary>
    public override string ToString() => Caption.Length == 0 ? Title : $"{Title}\n{Caption}";
}
