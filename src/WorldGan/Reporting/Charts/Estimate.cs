using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>An estimate with its interval, in one row of a <see cref="Panel"/> with <see cref="Panel.Rows"/>.</summary>
/// <param name="Ink">Its colour.</param>
/// <param name="Row">The row, from the top.</param>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Where the interval begins.</param>
/// <param name="High">Where it ends.</param>
internal sealed record Estimate(Ink Ink, int Row, double Value, double Low, double High) : Layer(Ink)
{
    public override IEnumerable<double> Across => [Value, Low, High];

    public override IEnumerable<double> Up => [];

    public override void Draw(StringBuilder svg, Axis x, Axis y)
    {
        string at = SvgText.Place(y.Place(Row));
        svg.Append($"<path class=\"whisker {Class}\" d=\"M{SvgText.Place(x.Place(Low))},{at}L{SvgText.Place(x.Place(High))},{at}\"/>\n<circle class=\"{Class}\" cx=\"{SvgText.Place(x.Place(Value))}\" cy=\"{at}\" r=\"4\"/>\n");
    }
}
