using System.Globalization;
using WorldGan.Evaluation;
using WorldGan.Runs;
using WorldGan.WorldModel;

namespace WorldGan.Cli.Display;

/// <summary>What a run has come to, as text for people.</summary>
internal static class ScoreText
{
    /// <summary>Beyond this share of episodes that left the log's support, the learned world's forecast says nothing.</summary>
    private const double MostLeftSupport = 1.0 / 3;

    public static void Write(TextWriter output, RunResult result)
    {
        output.WriteLine();
        WriteWorld(output, result.World, result.Description.World.RewardIs is not null);
        if (result.Study is { } study) StudyText.Write(output, study);
        output.WriteLine();
        WritePolicy(output, result);
        if (result.OffPolicy is { } offPolicy) OffPolicyText.Write(output, result.PolicyName, offPolicy);
        if (result.OffPolicyStudy is { } offPolicyStudy) OffPolicyText.Write(output, offPolicyStudy);
        WriteWarnings(output, result.Warnings);
    }

    private static void WriteWarnings(TextWriter output, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0) return;
        output.WriteLine();
        output.WriteLine("What went wrong in training:");
        foreach (string warning in warnings) output.WriteLine($"  {warning}");
    }

    private static void WriteWorld(TextWriter output, WorldModelReport world, bool isRewardStated)
    {
        output.WriteLine($"The learned world, on {world.HeldOut.ToString("N0", CultureInfo.InvariantCulture)} transitions that gave no gradient, but chose where to stop, how much noise to add and, with the others, how sure an alarm is");
        output.WriteLine("(errors of one sampled future each, in standard deviations of the log; in a noisy world not even the true world comes to 0):");
        Line("one step ahead", Number(world.OneStepRmse));
        foreach (var error in world.OpenLoop.Where(e => e.Step > 1)) Line($"{error.Step} steps ahead, uncorrected", OpenLoop(error));
        Line("ends of episodes", Ends(world.Terminal));
        Line(isRewardStated ? "rewardIs, off the log's by" : "reward of a step, off by", Number(world.RewardRmse));

        void Line(string name, string value) => output.WriteLine($"  {name,-30}{value}");
    }

    private static void WritePolicy(TextWriter output, RunResult result)
    {
        PolicyReport report = result.Policy;
        RunDescription run = result.Description;
        int steps = run.World.StepLimit ?? run.Settings.Evaluation.HorizonWithoutStepLimit;
        output.WriteLine($"{FormattableString.Invariant($"Return of an episode of at most {steps} steps"),-46}{"mean",10}{"deviation",12}{"episodes",10}");
        Line($"{result.PolicyName}, in the true world", report.Policy?.Returns);
        Line("random policy, in the true world", report.Random?.Returns);
        Line("the log's own episodes", report.Logged);
        Forecast($"{result.PolicyName}, forecast by the learned world", report.Forecast);
        Forecast("random policy, forecast by the learned world", report.RandomForecast);
        if (result.Baselines is { } baselines) WriteBaselines(output, baselines);
        if (report.Forecast is null) output.WriteLine("No policy was trained.");
        else if (run.World.Simulator is null) output.WriteLine("There is no simulator of this world: compare the forecasts with each other, and the random one with the log.");

        void Forecast(string name, EpisodeScores? scores)
        {
            Line(name, scores?.Returns);
            if (scores is { LeftSupportShare: > 0 and var share }) output.WriteLine($"    {LeftSupport(share)}");
        }

        void Line(string name, ReturnStatistics? returns)
        {
            if (returns is { Episodes: > 0 }) output.WriteLine(FormattableString.Invariant($"  {name,-44}{returns.Mean,10:0.0}{returns.StandardDeviation,12:0.0}{returns.Episodes,10:N0}"));
        }
    }

    private static void WriteBaselines(TextWriter output, IReadOnlyList<ComparedPolicy> baselines)
    {
        output.WriteLine($"{"Beside it, from the log alone",-46}{"true world",10}{"forecast",12}");
        foreach (ComparedPolicy policy in baselines) output.WriteLine(FormattableString.Invariant($"  {policy.Name,-44}{Mean(policy.True),10}{Mean(policy.Forecast),12}"));

        static string Mean(EpisodeScores? scores) => scores is null ? "-" : scores.Returns.Mean?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
    }

    private static string LeftSupport(double share)
    {
        string early = $"{Percent(share)} of the forecast's episodes ended early, where the log no longer tells what happens";
        return share > MostLeftSupport ? $"{early}: it says little about the true return." : $"{early}.";
    }

    private static string OpenLoop(OpenLoopErrorAt error) => error.Rmse is null ? $"too few episodes are that long ({error.Windows} windows)" : Number(error.Rmse);

    private static string Ends(TerminalScore score) =>
        score.F1 is null ? "none was held out" : $"{Percent(score.Recall)} of {score.Terminals} recognised, {Percent(score.Precision)} of the alarms right (F1 {Number(score.F1)})";

    private static string Number(double? value) => value switch
    {
        null => "unknown",
        > 0 and < 0.0001 => "below 0.0001",
        { } number => number.ToString("0.####", CultureInfo.InvariantCulture),
    };

    private static string Percent(double? value) => value is { } number ? (number * 100).ToString("0", CultureInfo.InvariantCulture) + " %" : "none";
}
