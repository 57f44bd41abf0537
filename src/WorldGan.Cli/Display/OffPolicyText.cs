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
        if (report.Model is { LeftSupportShare: > 0 and var share }) output.WriteLine($"    {Percent(share)} of its steps leave the log's support: they count as the lowest return, and at the interval's upper end as the highest.");
        Line($"{policy}, by values fitted on the log", report.Fitted?.Value, report.Fitted?.Interval);
        Line($"{policy}, by logged rewards, weighted", report.Weighted?.Value, report.Weighted?.Interval);
        if (report.Weighted is { } weighted) output.WriteLine($"    The weights leave as much as {Number(weighted.EffectiveEpisodes)} whole episodes; with fewer than some dozens it says little, and the verdict does without it.");
        Line("the log's own episodes", report.Logged?.Value, report.Logged?.Interval);
        output.WriteLine($"  Verdict: {report.Verdict.Words}.");

        void Line(string name, double? value, Interval? interval)
        {
            if (value is { } mean && interval is { } range) output.WriteLine($"  {name,-54}{Number(mean),10}{$"{Number(range.Low)} to {Number(range.High)}",22}");
        }
    }

    /// <summary>Many policies, each judged from the log alone and played.</summary>
    public static void Write(TextWriter output, OffPolicyStudy study)
    {
        output.WriteLine();
        output.WriteLine($"{"Judged from the log alone, and played: discounted return",-58}{"true",10}{"learned world, 90 %",30}{"fitted values, 90 %",30}");
        foreach (EvaluatedPolicy policy in study.Policies)
            output.WriteLine($"  {policy.Name,-56}{Number(policy.TrueValue),10}{WithInterval(policy.Report.Model?.Value.Value, policy.Report.Model?.Interval),30}{WithInterval(policy.Report.Fitted?.Value, policy.Report.Fitted?.Interval),30}");
        Row("rank correlation with the true values", study.Model?.RankCorrelation, study.Fitted?.RankCorrelation);
        Row("lost by taking the best one, share of the range", study.Model?.Regret, study.Fitted?.Regret);
        Row("true values within the intervals, share", study.Model?.Coverage, study.Fitted?.Coverage);

        void Row(string name, double? model, double? fitted) => output.WriteLine($"  {name,-66}{Share(model),30}{Share(fitted),30}");
    }

    private static string WithInterval(double? value, Interval? interval) =>
        value is { } mean && interval is { } range ? $"{Number(mean)} ({Number(range.Low)} to {Number(range.High)})" : "";

    private static string Share(double? share) => share?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Number(double number) => number.ToString(Math.Abs(number) < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";
}
