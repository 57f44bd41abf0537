using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>A rectangle of cells, each in the colour of what holds there.</summary>
/// <param name="X">[N + 1] edges of the columns.</param>
/// <param name="Y">[M + 1] edges of the rows.</param>
/// <param name="Inks">[M, N] colours.</param>
internal sealed record Cells(IReadOnlyList<double> X, IReadOnlyList<double> Y, Ink[,] Inks) : Layer(Ink.Rule)
{
    public override IEnumerable<double> Across => X;

    public override IEnumerable<double> Up => Y;

    // Neighbours of one colour are one rectangle, and each reaches a little under the next: fewer shapes, and no seams between them.
    public override void Draw(StringBuilder svg, Axis x, Axis y)
    {
        svg.Append("<g class=\"cells\">\n");
        for (int row = 0; row + 1 < Y.Count; row++)
            for (int from = 0, to; from + 1 < X.Count; from = to)
            {
                for (to = from + 1; to + 1 < X.Count && Inks[row, to] == Inks[row, from]; to++) { }
                double left = x.Place(X[from]), top = y.Place(Y[row + 1]);
                svg.Append($"<rect class=\"cell ink{(int)Inks[row, from]}\" x=\"{SvgText.Place(left)}\" y=\"{SvgText.Place(top)}\" width=\"{SvgText.Place(x.Place(X[to]) - left + 0.5)}\" height=\"{SvgText.Place(y.Place(Y[row]) - top + 0.5)}\"/>\n");
            }
        svg.Append("</g>\n");
    }
}
