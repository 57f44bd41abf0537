using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace WorldGan.Worlds.Json;

/// <summary>
/// Checks a value against the attributes of its property. A <see cref="RangeAttribute"/> on a list holds for each of its items;
/// any other <see cref="ValidationAttribute"/> speaks through its own message. What is wrong already is not judged again.
/// </summary>
internal static class Constraints
{
    public static void Check(RecordKey key, object result, PlacedValue value, FaultList faults)
    {
        foreach (var attribute in key.Property.GetCustomAttributes<ValidationAttribute>())
        {
            if (attribute is RangeAttribute range) CheckRange(range, result, value, faults);
            else if (faults.IsClean(value.Place.Key) && !attribute.IsValid(result)) faults.Add(value.Place, attribute.FormatErrorMessage(key.Name));
        }
    }

    private static void CheckRange(RangeAttribute range, object result, PlacedValue value, FaultList faults)
    {
        if (result is IList list)
        {
            for (int i = 0; i < list.Count; i++) CheckRange(range, list[i]!, value.Items[i], faults);
            return;
        }

        if (!faults.IsClean(value.Place.Key)) return;

        double low = ToDouble(range.Minimum), high = ToDouble(range.Maximum), number = ToDouble(result);
        bool isHigh = range.MinimumIsExclusive ? number > low : number >= low, isLow = range.MaximumIsExclusive ? number < high : number <= high;
        if (!isHigh || !isLow) faults.Add(value.Place, $"expected a number {Describe(range, low, high)}, got {value}.");
    }

    private static string Describe(RangeAttribute range, double low, double high)
    {
        string? from = double.IsNegativeInfinity(low) ? null : (range.MinimumIsExclusive ? "above " : "of at least ") + Text(low);
        string? to = high >= int.MaxValue ? null : (range.MaximumIsExclusive ? "below " : "of at most ") + Text(high);
        return string.Join(" and ", new[] { from, to }.Where(side => side is not null));
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static double ToDouble(object number) => Convert.ToDouble(number, CultureInfo.InvariantCulture);
}
