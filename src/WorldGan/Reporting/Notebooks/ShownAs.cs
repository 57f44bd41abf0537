namespace WorldGan.Reporting.Notebooks;

/// <summary>One way to show a thing, in the form that .NET Interactive expects; see <see cref="TypeFormatterSourceAttribute"/>.</summary>
/// <param name="mimeType">Such as text/html.</param>
/// <param name="text">Writes the thing.</param>
internal sealed class ShownAs<T>(string mimeType, Func<T, string> text)
{
    public string MimeType { get; } = mimeType;

    /// <summary>Writes a thing; false where it is none of these.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not T thing) return false;
        writer.Write(text(thing));
        return true;
    }
}

/// <summary>How figures are shown.</summary>
internal sealed class FigureFormats
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new ShownAs<Figure>("text/html", figure => figure.Html), new ShownAs<Figure>("image/svg+xml", figure => figure.Svg), new ShownAs<Figure>("text/plain", figure => figure.ToString())];
}

/// <summary>How tables are shown.</summary>
internal sealed class TableFormats
{
    public IEnumerable<object> CreateTypeFormatters() =>
        [new ShownAs<Table>("text/html", table => table.Html), new ShownAs<Table>("text/plain", table => table.ToString())];
}
