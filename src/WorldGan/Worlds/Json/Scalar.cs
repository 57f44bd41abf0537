using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace WorldGan.Worlds.Json;

/// <summary>Reads one JSON value as a number, a bool, a string, a time or an enumeration.</summary>
internal static class Scalar
{
    private static readonly Type[] WholeNumbers = [typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    public static bool Knows(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(bool) || type == typeof(float) || type == typeof(double) || WholeNumbers.Contains(type);

    public static bool TryRead(Type type, PlacedValue value, [NotNullWhen(true)] out object? result)
    {
        result = value.Kind switch
        {
            JsonValueKind.String when type == typeof(string) => value.Text,
            JsonValueKind.String when type == typeof(DateTimeOffset) => Time(value.Text),
            JsonValueKind.String when type.IsEnum => Array.Find(Enum.GetValues(type).Cast<object>().ToArray(), member => NameOf(member) == value.Text),
            JsonValueKind.True or JsonValueKind.False when type == typeof(bool) => value.Kind == JsonValueKind.True,
            JsonValueKind.Number when type == typeof(double) => Finite(double.Parse(value.Text, CultureInfo.InvariantCulture)),
            JsonValueKind.Number when type == typeof(float) => Finite(float.Parse(value.Text, CultureInfo.InvariantCulture)),
            JsonValueKind.Number when WholeNumbers.Contains(type) => Whole(type, value.Text),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>What a value of the type looks like, in the words of an error message.</summary>
    public static string Describe(Type type, PlacedValue got)
    {
        if (type.IsEnum) return "one of " + string.Join(", ", NamesOf(type));
        if (type == typeof(string)) return "text";
        if (type == typeof(DateTimeOffset)) return "a time such as '2026-01-31T12:00:00+00:00'";
        if (type == typeof(bool)) return "true or false";
        if (!WholeNumbers.Contains(type)) return "a finite number";
        bool isTooLong = got.Kind == JsonValueKind.Number && got.Text.All(c => char.IsAsciiDigit(c) || c == '-');
        return "a whole number" + (isTooLong ? $" from {type.GetField("MinValue")!.GetValue(null)} to {type.GetField("MaxValue")!.GetValue(null)}" : "");
    }

    public static string Hint(Type type, PlacedValue value) =>
        type.IsEnum && value.Kind == JsonValueKind.String ? NearMiss.Hint(value.Text, NamesOf(type)) : "";

    private static IEnumerable<string> NamesOf(Type type) => Enum.GetValues(type).Cast<object>().Select(NameOf);

    private static string NameOf(object member) => JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString()!);

    private static object? Time(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) ? time : null;

    private static object? Finite(double number) => double.IsFinite(number) ? number : null;

    private static object? Finite(float number) => float.IsFinite(number) ? number : null;

    /// <summary>People write a million as 1e6; that is whole too.</summary>
    private static object? Whole(Type type, string digits)
    {
        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)) return null;
        if (number != decimal.Truncate(number) || (number == 0) != (double.Parse(digits, CultureInfo.InvariantCulture) == 0)) return null;

        try
        {
            return Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
