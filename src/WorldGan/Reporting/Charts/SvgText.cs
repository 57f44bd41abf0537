using System.Globalization;
using System.Net;

namespace WorldGan.Reporting.Charts;

/// <summary>What is written into a picture.</summary>
internal static class SvgText
{
    /// <summary>Text with the signs that mean something in XML replaced, and control characters, which it must not hold, as question marks.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c >= '\uFFFE' ? '?' : c)));

    /// <summary>A place, to a hundredth of a pixel.</summary>
    public static string Place(double place) => place.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Points as a path: <c>M x,y L x,y …</c>.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points) =>
        "M" + string.Join("L", points.Select(point => $"{Place(point.X)},{Place(point.Y)}"));
}
