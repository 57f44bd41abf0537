namespace WorldGan.Reporting;

/// <summary>One plot of a <see cref="FanChart"/>: a line with bands around it.</summary>
/// <param name="Title">What is shown, with its unit.</param>
/// <param name="X">[N] where the points lie along the horizontal axis, ascending; at least one.</param>
/// <param name="Line">[N] the line; a point that is null or not finite breaks it.</param>
/// <param name="Bands">From the widest to the narrowest.</param>
internal sealed record FanPanel(string Title, IReadOnlyList<double> X, IReadOnlyList<double?> Line, IReadOnlyList<FanBand> Bands)
{
    /// <summary>Least and greatest number of the vertical axis; null takes those of the bands and the line.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>What the vertical axis must hold.</summary>
    public (double Low, double High) Extent()
    {
        if (Range is { } range) return range;
        double[] numbers = [.. Bands.SelectMany(band => band.Low.Concat(band.High)).Concat(Line.OfType<double>()).Where(double.IsFinite)];
        return numbers.Length > 0 ? (numbers.Min(), numbers.Max()) : (0, 1);
    }
}

/// <summary>What lies between two lines.</summary>
/// <param name="Low">[N] the lower line.</param>
/// <param name="High">[N] the upper line.</param>
internal sealed record FanBand(IReadOnlyList<double> Low, IReadOnlyList<double> High);
