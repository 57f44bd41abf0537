using System.Globalization;
using System.Reflection;
using System.Text;

namespace WorldGan.Reporting.Notebooks;

/// <summary>A table that a notebook shows where a cell ends with it; the first column is words, the others are numbers.</summary>
[TypeFormatterSource(typeof(TableFormats))]
public sealed class Table
{
    private readonly string[] _head;                       // [C]
    private readonly string[][] _rows;                     // [R][C]

    private Table(string[] head, string[][] rows) => (_head, _rows) = (head, rows);

    /// <summary>The table in HTML.</summary>
    public string Html => Report.Html.Table(_head, _rows);

    /// <summary>The table in letters of one width.</summary>
    public override string ToString()
    {
        int[] widths = [.. _head.Select((name, c) => _rows.Select(row => row[c].Length).Append(name.Length).Max())];
        var text = new StringBuilder();
        foreach (string[] row in _rows.Prepend(_head))
            text.Append(string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd()).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A row for each item, with a column for each of its public properties; those that are lists are left out.</summary>
    internal static Table Of<T>(IEnumerable<T> items)
    {
        PropertyInfo[] columns = [.. typeof(T).GetProperties().Where(p => p.GetIndexParameters().Length == 0 && (p.PropertyType == typeof(string) || !p.PropertyType.IsAssignableTo(typeof(System.Collections.IEnumerable))))];
        return new Table([.. columns.Select(column => column.Name)], [.. items.Select(item => columns.Select(column => Cell(column.GetValue(item))).ToArray())]);
    }

    private static string Cell(object? value) => value switch
    {
        null => "–",
        double number => Report.Html.Number(number),
        float number => Report.Html.Number(number),
        bool yes => yes ? "yes" : "no",
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
