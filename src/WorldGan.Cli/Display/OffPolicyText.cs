using System.Globalization;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Evaluation.Statistics;

namespace WorldGan.Cli.Display;

/// <summary>What a policy is worth without trying it, as text for people.</summary>
internal static class OffPolicyText
{
    public static void Write(TextWriter output, string policy, OffPolicyReport report)
    {
        output.WriteLine();
        output.WriteLine($"{"Without trying it: discounted return of an episode",-56}{"mean",10}{"90 % interval",22}");
        Line($"{policy}, by the learned world", report.Model?.Value.Value, report.Model?.Interval);
        if (report.Model is { LeftSupportShare: > 0 and var share }) output.WriteLine($"    {Percent(share)} of its steps leave the log's support: they count as the lowest reward, and at the interval's upper end as the highest.");
        Line($"{policy}, by values fitted on the log", report.Fitted?.Value, report.Fitted?.Interval);
        Line("the log's own episodes", report.Logged?.Value, report.Logged?.Interval);
        output.WriteLine($"  Verdict: {report.Verdict.Words}.");

        void Line(string name, double? value, Interval? interval)
        {
            if (value is { } mean && interval is { } range) output.WriteLine($"  {name,-54}{Number(mean),10}{$"{Number(range.Low)} to {Number(range.High)}",22}");
        }
    }

    private static string Number(double number) => number.ToString(Math.Abs(number) < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";
}
