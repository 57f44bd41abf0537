namespace WorldGan.Reporting.Charts;

/// <summary>One plot: layers over the same axes.</summary>
/// <param name="Title">What is shown, with its unit.</param>
/// <param name="Layers">From the back to the front.</param>
internal sealed record Panel(string Title, IReadOnlyList<Layer> Layers)
{
    /// <summary>Least and greatest number of the vertical axis; null takes those of the layers.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>The same of the horizontal axis.</summary>
    public (double Low, double High)? RangeAcross { get; init; }

    /// <summary>What lies along the horizontal axis; empty where the picture says it of all.</summary>
    public string Across { get; init; } = "";

    /// <summary>Names of rows, from the top, in the place of a vertical axis; layers count rows from 0.</summary>
    public IReadOnlyList<string>? Rows { get; init; }

    /// <summary>Names below the middles of bars from 0 to 1, 1 to 2 and so on, in the place of a horizontal axis.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>What the vertical axis must hold.</summary>
    public (double Low, double High) Up => Rows is { } rows ? (-0.5, rows.Count - 0.5) : Range ?? Extent(Layers.SelectMany(layer => layer.Up));

    /// <summary>What the horizontal axis must hold.</summary>
    public (double Low, double High) Along => RangeAcross ?? Extent(Layers.SelectMany(layer => layer.Across));

    private static (double Low, double High) Extent(IEnumerable<double> all)
    {
        double[] numbers = [.. all.Where(double.IsFinite)];
        return numbers.Length > 0 ? (numbers.Min(), numbers.Max()) : (0, 1);
    }
}
