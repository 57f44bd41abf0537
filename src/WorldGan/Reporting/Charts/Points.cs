using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>Points, each small and half transparent, since they are many.</summary>
/// <param name="Ink">Their colour.</param>
/// <param name="At">Where they lie.</param>
internal sealed record Points(Ink Ink, IReadOnlyList<(double X, double Y)> At) : Layer(Ink)
{
    public override IEnumerable<double> Across => At.Select(point => point.X);

    public override IEnumerable<double> Up => At.Select(point => point.Y);

    public override void Draw(StringBuilder svg, Axis x, Axis y)
    {
        // A line of no length with round ends is a dot: one path for all of them.
        svg.Append($"<path class=\"dots {Class}\" d=\"");
        foreach ((double across, double up) in At) svg.Append($"M{SvgText.Place(x.Place(across))},{SvgText.Place(y.Place(up))}h0");
        svg.Append("\"/>\n");
    }
}
