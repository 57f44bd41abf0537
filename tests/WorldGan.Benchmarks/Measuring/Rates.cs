using System.Globalization;

namespace WorldGan.Benchmarks.Measuring;

/// <summary>Numbers as the tables show them: three digits.</summary>
internal static class Rates
{
    /// <summary>Such as 1.74M/s.</summary>
    public static string PerSecond(double rate) =>
        rate >= 1e9 ? Digits(rate / 1e9) + "G/s" : rate >= 1e6 ? Digits(rate / 1e6) + "M/s" : rate >= 1e3 ? Digits(rate / 1e3) + "k/s" : Digits(rate) + "/s";

    /// <summary>The time of one, such as 17.7 ms.</summary>
    public static string Milliseconds(double rate) => Digits(1e3 / rate) + " ms";

    public static string Digits(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
