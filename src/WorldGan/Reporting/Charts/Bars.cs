using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>Bars side by side: a histogram.</summary>
/// <param name="Ink">Their colour.</param>
/// <param name="Edges">[N + 1] where they begin and end, ascending.</param>
/// <param name="Heights">[N] how high they are.</param>
internal sealed record Bars(Ink Ink, IReadOnlyList<double> Edges, IReadOnlyList<double> Heights) : Layer(Ink)
{
    /// <summary>Whether only their outline is drawn, as over others.</summary>
    public bool IsOutline { get; init; }

    public override IEnumerable<double> Across => Edges;

    public override IEnumerable<double> Up => Heights.Append(0);

    public override void Draw(StringBuilder svg, Axis x, Axis y)
    {
        if (IsOutline)
        {
            IEnumerable<(double, double)> steps = Heights.SelectMany((height, i) => new[] { (Edges[i], height), (Edges[i + 1], height) }).Prepend((Edges[0], 0)).Append((Edges[^1], 0));
            svg.Append($"<path class=\"outline {Class}\" d=\"{SvgText.Path(steps.Select(step => (x.Place(step.Item1), y.Place(step.Item2))))}\"/>\n");
            return;
        }

        for (int i = 0; i < Heights.Count; i++)
        {
            if (Heights[i] <= 0) continue;
            double left = x.Place(Edges[i]), top = y.Place(Heights[i]);
            svg.Append($"<rect class=\"bar {Class}\" x=\"{SvgText.Place(left)}\" y=\"{SvgText.Place(top)}\" width=\"{SvgText.Place(x.Place(Edges[i + 1]) - left)}\" height=\"{SvgText.Place(y.Place(0) - top)}\"/>\n");
        }
    }
}
