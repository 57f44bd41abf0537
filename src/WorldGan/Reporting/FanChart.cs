using System.Text;

namespace WorldGan.Reporting;

/// <summary>Fan charts below one another as one SVG picture that stands alone: no script, no font, no other file; light or dark as its reader has it.</summary>
internal static class FanChart
{
    private const int Width = 760, PanelHeight = 190, Left = 70, Right = 20, Top = 60, TitleSpace = 26, FootSpace = 24, LongestTitle = 80;

    private const string Style = """
        text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #5b6472; }
        .page { fill: #ffffff; } .title { font-size: 16px; font-weight: 600; fill: #1f2937; } .name { font-weight: 600; fill: #1f2937; }
        .grid { stroke: #e3e7ec; } .band { fill: #2563eb; fill-opacity: .2; } .line { fill: none; stroke: #2563eb; stroke-width: 1.8; stroke-linejoin: round; }
        @media (prefers-color-scheme: dark) {
          text { fill: #9aa5b1; } .page { fill: #0d1117; } .title, .name { fill: #e6edf3; }
          .grid { stroke: #2b333d; } .band { fill: #6ea8fe; fill-opacity: .22; } .line { stroke: #6ea8fe; }
        }
        """;

    /// <summary>Draws the panels.</summary>
    /// <param name="title">What all of them are about.</param>
    /// <param name="caption">What line and bands mean.</param>
    /// <param name="across">What lies along the horizontal axes.</param>
    /// <param name="panels">At least one.</param>
    public static string Draw(string title, string caption, string across, IReadOnlyList<FanPanel> panels)
    {
        int height = Top + panels.Count * PanelHeight + 22;
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title\">\n");
        svg.Append($"<title id=\"title\">{SvgText.Escape(title)}</title>\n<style>\n{Style}\n</style>\n<rect class=\"page\" width=\"{Width}\" height=\"{height}\"/>\n");
        svg.Append($"<text class=\"title\" x=\"16\" y=\"26\">{SvgText.Escape(title.Length > LongestTitle ? title[..LongestTitle] + "…" : title)}</text>\n<text x=\"16\" y=\"46\">{SvgText.Escape(caption)}</text>\n");
        for (int i = 0; i < panels.Count; i++) AddPanel(svg, panels[i], Top + i * PanelHeight);
        svg.Append($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{height - 10}\" text-anchor=\"middle\">{SvgText.Escape(across)}</text>\n</svg>\n");
        return svg.ToString();
    }

    private static void AddPanel(StringBuilder svg, FanPanel panel, int top)
    {
        (double low, double high) = panel.Extent();
        var x = new Axis(panel.X[0], panel.X[^1], Left, Width - Right, mostTicks: 10);
        var y = new Axis(low, high, top + PanelHeight - FootSpace, top + TitleSpace, mostTicks: 5);
        svg.Append($"<text class=\"name\" x=\"{Left}\" y=\"{top + 17}\">{SvgText.Escape(panel.Title)}</text>\n");
        AddAxes(svg, x, y, top);
        foreach (FanBand band in panel.Bands)
        {
            IEnumerable<(double, double)> above = Points(band.High), below = Points(band.Low).Reverse();
            svg.Append($"<path class=\"band\" d=\"{SvgText.Path(above.Concat(below))}Z\"/>\n");
        }

        foreach (string path in Pieces(panel.Line).Select(piece => SvgText.Path(piece.Select(i => (x.Place(panel.X[i]), y.Place(panel.Line[i]!.Value)))))) svg.Append($"<path class=\"line\" d=\"{path}\"/>\n");

        IEnumerable<(double, double)> Points(IReadOnlyList<double> numbers) => numbers.Select((number, i) => (x.Place(panel.X[i]), y.Place(number)));
    }

    private static void AddAxes(StringBuilder svg, Axis x, Axis y, int top)
    {
        int bottom = top + PanelHeight - FootSpace;
        foreach (double tick in y.Ticks)
        {
            string at = SvgText.Place(y.Place(tick)), textAt = SvgText.Place(y.Place(tick) + 4);
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at}\" y2=\"{at}\"/>\n<text x=\"{Left - 8}\" y=\"{textAt}\" text-anchor=\"end\">{y.Label(tick)}</text>\n");
        }

        foreach (double tick in x.Ticks)
        {
            string at = SvgText.Place(x.Place(tick));
            svg.Append($"<line class=\"grid\" x1=\"{at}\" x2=\"{at}\" y1=\"{top + TitleSpace}\" y2=\"{bottom}\"/>\n<text x=\"{at}\" y=\"{bottom + 16}\" text-anchor=\"middle\">{x.Label(tick)}</text>\n");
        }
    }

    /// <summary>The runs of points between those that are missing.</summary>
    private static IEnumerable<List<int>> Pieces(IReadOnlyList<double?> line)
    {
        var piece = new List<int>();
        for (int i = 0; i < line.Count; i++)
        {
            if (line[i] is { } number && double.IsFinite(number))
            {
                piece.Add(i);
                continue;
            }

            if (piece.Count > 0) yield return piece;
            piece = [];
        }

        if (piece.Count > 0) yield return piece;
    }
}
