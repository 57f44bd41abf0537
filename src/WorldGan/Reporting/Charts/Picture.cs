using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>Panels side by side and below one another, as SVG without script, font or other file.</summary>
/// <param name="Title">What all of them are about.</param>
/// <param name="Panels">At least one, row by row.</param>
internal sealed record Picture(string Title, IReadOnlyList<Panel> Panels)
{
    private const int Width = 760, Gap = 14, Right = 18, TitleSpace = 26, FootSpace = 24, LongestTitle = 80;
    private const double LetterWidth = 7.5;

    /// <summary>The colours, light or dark as the reader has it; a page that holds several pictures has it once.</summary>
    public const string Style = """
        text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #5b6472; }
        .page { fill: #ffffff; } .title { font-size: 16px; font-weight: 600; fill: #1f2937; } .name { font-weight: 600; fill: #1f2937; } .grid { stroke: #e3e7ec; }
        .ink0 { color: #2563eb; } .ink1 { color: #d97706; } .ink2 { color: #0f9f6e; } .ink3 { color: #9333ea; } .ink4 { color: #dc2626; } .ink5 { color: #6b7280; }
        .band { fill: currentColor; fill-opacity: .2; } .bar { fill: currentColor; fill-opacity: .45; } .cells { opacity: .75; } .cell { fill: currentColor; } .outline { fill: none; stroke: currentColor; stroke-width: 1.6; } circle { fill: currentColor; }
        .line, .thin, .rule, .whisker { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; } .thin { stroke-width: 1; stroke-opacity: .55; } .rule { stroke-width: 1; stroke-dasharray: 4 4; }
        .dots { stroke: currentColor; stroke-width: 3; stroke-linecap: round; stroke-opacity: .4; }
        @media (prefers-color-scheme: dark) {
          text { fill: #9aa5b1; } .page { fill: #0d1117; } .title, .name { fill: #e6edf3; } .grid { stroke: #2b333d; }
          .ink0 { color: #6ea8fe; } .ink1 { color: #f2a65a; } .ink2 { color: #4cc38a; } .ink3 { color: #c792ea; } .ink4 { color: #ff7b7b; } .ink5 { color: #9aa5b1; }
        }
        """;

    /// <summary>What line and bands mean; may be empty.</summary>
    public string Caption { get; init; } = "";

    /// <summary>What lies along the horizontal axes of all panels; may be empty.</summary>
    public string Across { get; init; } = "";

    /// <summary>Panels side by side.</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Height of a panel with its title and its axis.</summary>
    public int PanelHeight { get; init; } = 190;

    /// <summary>Room at the left of each panel, for the numbers of its axis or the names of its rows.</summary>
    public int Left { get; init; } = 58;

    /// <summary>Draws it as a file that stands alone: with its title, its caption and its colours.</summary>
    public string Alone()
    {
        string title = Title.Length > LongestTitle ? Title[..LongestTitle] + "…" : Title;
        string head = $"<style>\n{Style}\n</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n<text class=\"title\" x=\"16\" y=\"26\">{SvgText.Escape(title)}</text>\n<text x=\"16\" y=\"46\">{SvgText.Escape(Caption)}</text>\n";
        return Draw(head, top: 60);
    }

    /// <summary>Draws it as a part of a page that has <see cref="Style"/> and says the title.</summary>
    public string Within() => Draw("", top: 0);

    private string Draw(string head, int top)
    {
        int rows = (Panels.Count + Columns - 1) / Columns, height = top + rows * PanelHeight + (Across.Length > 0 ? 22 : 6);
        double width = (Width - (Columns - 1.0) * Gap) / Columns;
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-label=\"{SvgText.Escape(Title)}\">\n<title>{SvgText.Escape(Title)}</title>\n{head}");
        for (int i = 0; i < Panels.Count; i++)
        {
            double left = i % Columns * (width + Gap);
            AddPanel(svg, Panels[i], left + Left, left + width - Right, top + i / Columns * PanelHeight);
        }

        if (Across.Length > 0) svg.Append($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{height - 10}\" text-anchor=\"middle\">{SvgText.Escape(Across)}</text>\n");
        return svg.Append("</svg>\n").ToString();
    }

    private void AddPanel(StringBuilder svg, Panel panel, double left, double right, int above)
    {
        (double low, double high) = panel.Up;
        (double first, double last) = panel.Along;
        int top = above + TitleSpace, bottom = above + PanelHeight - FootSpace - (panel.Across.Length > 0 ? 14 : 0);
        Axis x = Axis.Across(first, last, left, right, LetterWidth);
        Axis y = panel.Rows is null ? new Axis(low, high, bottom, top, mostTicks: 5) : new Axis(low, high, top, bottom, mostTicks: 5);
        svg.Append($"<text class=\"name\" x=\"{SvgText.Place(left)}\" y=\"{above + 17}\">{SvgText.Escape(panel.Title)}</text>\n");
        if (panel.Rows is { } rows) AddRows(svg, rows, y, left, right);
        else AddGrid(svg, y, left, right);
        if (panel.Names is { } names) AddNames(svg, names, x, bottom);
        else AddTicks(svg, x, top, bottom, right + Right);
        if (panel.Across.Length > 0) svg.Append($"<text x=\"{SvgText.Place((left + right) / 2)}\" y=\"{bottom + 31}\" text-anchor=\"middle\">{SvgText.Escape(panel.Across)}</text>\n");
        foreach (Layer layer in panel.Layers) layer.Draw(svg, x, y);
    }

    private static void AddGrid(StringBuilder svg, Axis y, double left, double right)
    {
        foreach (double tick in y.Ticks) AddRow(svg, y.Label(tick), y.Place(tick), left, right);
    }

    private static void AddRows(StringBuilder svg, IReadOnlyList<string> names, Axis y, double left, double right)
    {
        for (int row = 0; row < names.Count; row++) AddRow(svg, SvgText.Escape(names[row]), y.Place(row), left, right);
    }

    private static void AddRow(StringBuilder svg, string label, double place, double left, double right)
    {
        string at = SvgText.Place(place);
        svg.Append($"<line class=\"grid\" x1=\"{SvgText.Place(left)}\" x2=\"{SvgText.Place(right)}\" y1=\"{at}\" y2=\"{at}\"/>\n<text x=\"{SvgText.Place(left - 8)}\" y=\"{SvgText.Place(place + 4)}\" text-anchor=\"end\">{label}</text>\n");
    }

    private static void AddTicks(StringBuilder svg, Axis x, int top, int bottom, double end)
    {
        foreach (double tick in x.Ticks)
        {
            string at = SvgText.Place(x.Place(tick)), label = x.Label(tick);
            string middle = SvgText.Place(Math.Min(x.Place(tick), end - label.Length * LetterWidth / 2));      // the last one must not be cut off
            svg.Append($"<line class=\"grid\" x1=\"{at}\" x2=\"{at}\" y1=\"{top}\" y2=\"{bottom}\"/>\n<text x=\"{middle}\" y=\"{bottom + 16}\" text-anchor=\"middle\">{label}</text>\n");
        }
    }

    private static void AddNames(StringBuilder svg, IReadOnlyList<string> names, Axis x, int bottom)
    {
        int every = (int)Math.Ceiling(names.Max(name => name.Length + 1) * LetterWidth / (x.Place(1) - x.Place(0)));   // names that would overlap are left out
        for (int i = 0; i < names.Count; i += every) svg.Append($"<text x=\"{SvgText.Place(x.Place(i + 0.5))}\" y=\"{bottom + 16}\" text-anchor=\"middle\">{SvgText.Escape(names[i])}</text>\n");
    }
}
