using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>Bars side by side: a histogram.</summary>
/// <param name="Ink">Their colour.</param>
/// <param name="Edges">[N + 1] where they begin and end, ascending.</param>
/// <param name="Heights">[N] how high they are.</param>
internal sealed record Bars(Ink Ink, IReadOnlyList<double> Edges, IReadOnlyList<double> Heights) : Layer(Ink)
{
    public override IEnumerable<double> Across => Edges;

    public override IEnumerable<double> Up => Heights.Append(0);

    public override void Draw(StringBuilder svg, Axis x, Axis y)
    {
        for (int i = 0; i < Heights.Count; i++)
        {
            if (Heights[i] <= 0) continue;
            double left = x.Place(Edges[i]), top = y.Place(Heights[i]);
            svg.Append($"<rect class=\"bar {Class}\" x=\"{SvgText.Place(left)}\" y=\"{SvgText.Place(top)}\" width=\"{SvgText.Place(x.Place(Edges[i + 1]) - left)}\" height=\"{SvgText.Place(y.Place(0) - top)}\"/>\n");
        }
    }
}
