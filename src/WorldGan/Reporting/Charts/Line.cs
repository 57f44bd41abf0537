using System.Text;

namespace WorldGan.Reporting.Charts;

/// <summary>A line through points.</summary>
/// <param name="Ink">Its colour.</param>
/// <param name="X">[N] along the horizontal axis.</param>
/// <param name="Y">[N] along the vertical one; a point that is null or not finite breaks the line.</param>
/// <param name="Kind">The class of the path: line, or thin where many lie beside one another.</param>
internal sealed record Line(Ink Ink, IReadOnlyList<double> X, IReadOnlyList<double?> Y, string Kind = "line") : Layer(Ink)
{
    public override IEnumerable<double> Across => X;

    public override IEnumerable<double> Up => Y.OfType<double>();

    public override void Draw(StringBuilder svg, Axis x, Axis y)
    {
        foreach (List<int> piece in Pieces())
            svg.Append($"<path class=\"{Kind} {Class}\" d=\"{SvgText.Path(piece.Select(i => (x.Place(X[i]), y.Place(Y[i]!.Value))))}\"/>\n");
    }

    /// <summary>The runs of points between those that are missing.</summary>
    private IEnumerable<List<int>> Pieces()
    {
        var piece = new List<int>();
        for (int i = 0; i <= Y.Count; i++)
        {
            if (i < Y.Count && Y[i] is { } number && double.IsFinite(number))
            {
                piece.Add(i);
                continue;
            }

            if (piece.Count > 0) yield return piece;
            piece = [];
        }
    }
}
