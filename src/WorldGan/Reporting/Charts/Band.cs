using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>What lies between two lines.</summary>
/// <param name="Ink">Its colour.</param>
/// <param name="X">[N] along the horizontal axis.</param>
/// <param name="Low">[N] the lower line.</param>
/// <param name="High">[N] the upper line.</param>
internal sealed record Band(Ink Ink, IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High) : Layer(Ink)
{
    public override IEnumerable<double> Across => X;

    public override IEnumerable<double> Up => Low.Concat(High);

    public override void Draw(StringBuilder svg, Axis x, Axis y) =>
        svg.Append($"<path class=\"band {Class}\" d=\"{SvgText.Path(Places(High, x, y).Concat(Places(Low, x, y).Reverse()))}Z\"/>\n");

    private IEnumerable<(double, double)> Places(IReadOnlyList<double> numbers, Axis x, Axis y) => numbers.Select((number, i) => (x.Place(X[i]), y.Place(number)));
}
