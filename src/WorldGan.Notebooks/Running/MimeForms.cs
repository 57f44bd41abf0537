using System.Collections;
using System.Globalization;
using System.Reflection;

namespace WorldGan.Notebooks.Running;

/// <summary>The forms in which a thing is shown. Types say their own by the convention that .NET Interactive has: see <c>TypeFormatterSourceAttribute</c> in the library.</summary>
internal static class MimeForms
{
    private const string Plain = "text/plain", Html = "text/html", Svg = "image/svg+xml";
    private const int MostItems = 20;

    /// <summary>The forms of a thing, the richest first; a picture needs no page beside it.</summary>
    public static IReadOnlyList<(string MimeType, string Text)> Of(object value)
    {
        List<(string MimeType, string Text)> own = [.. Own(value)];
        if (own.Exists(form => form.MimeType == Svg)) own.RemoveAll(form => form.MimeType == Html);
        if (!own.Exists(form => form.MimeType == Plain)) own.Add((Plain, Text(value)));
        return own;
    }

    private static IEnumerable<(string, string)> Own(object value)
    {
        foreach (object formatter in Source(value.GetType()) is { } source && source.GetType().GetMethod("CreateTypeFormatters")?.Invoke(source, []) is IEnumerable formatters ? formatters.Cast<object>() : [])
        {
            using var text = new StringWriter();
            Type type = formatter.GetType();
            if (type.GetProperty("MimeType")?.GetValue(formatter) is string mimeType && type.GetMethod("Format", [typeof(object), typeof(TextWriter)])?.Invoke(formatter, [value, text]) is true)
                yield return (mimeType, text.ToString());
        }
    }

    private static object? Source(Type type)
    {
        Attribute? attribute = type.GetCustomAttributes().FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        return attribute?.GetType().GetProperty("FormatterSourceType")?.GetValue(attribute) is Type source ? Activator.CreateInstance(source) : null;
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => List(items),
        _ => value.ToString() ?? "",
    };

    private static string List(IEnumerable items)
    {
        List<string> first = [.. items.Cast<object?>().Take(MostItems + 1).Select(Text)];
        return $"[{string.Join(", ", first.Take(MostItems))}{(first.Count > MostItems ? ", …" : "")}]";
    }
}
