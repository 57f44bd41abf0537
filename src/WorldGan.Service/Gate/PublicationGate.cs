using System.Globalization;
using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Evaluation.OffPolicy;
using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.Runs;
using WorldGan.Service.Registry;
using WorldGan.WorldModel;

namespace WorldGan.Service.Gate;

/// <summary>
/// Decides whether what a run has made may answer. Its policy and the current one are played in the new learned world from the same beginnings with the same chance, and
/// both are valued from the log alone by fitted Q evaluation; both ways must say, with the confidence that is asked for, that the new one is not worse by more than a margin.
/// </summary>
internal sealed class PublicationGate(GateOptions options)
{
    /// <summary>Judges a finished run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="current">The version that is published now; null where there is none, or its files are gone.</param>
    /// <param name="number">Its number; null where nothing is published.</param>
    /// <param name="threads">Threads to use; the verdict does not depend on it.</param>
    /// <param name="cancellation">Stops it.</param>
    public GateVerdict Judge(RunFolder run, VersionFolder? current, int? number, int threads, CancellationToken cancellation)
    {
        if (number is null) return JudgeFirst(run, threads, cancellation);
        (QPolicy? other, string fault) = TryRead(current);
        if (other is not null) return Compare(new Evidence(run), other, number, threads, cancellation);
        GateVerdict first = JudgeFirst(run, threads, cancellation);       // what cannot be read does not answer after the next start, and nothing could ever replace it
        return first with { Words = $"version {number} cannot be read ({fault.TrimEnd('.')}), so this one counts as a first version; {first.Words}", Against = number };
    }

    private GateVerdict JudgeFirst(RunFolder run, int threads, CancellationToken cancellation) => options.First switch
    {
        FirstVersion.Publish => new GateVerdict(GateAnswer.Publish, "the first version: there is none to compare with"),
        FirstVersion.Wait => new GateVerdict(GateAnswer.Wait, "the first version is to be promoted by hand"),
        _ => CompareWithLog(new Evidence(run), threads, cancellation),
    };

    private static (QPolicy? Policy, string Fault) TryRead(VersionFolder? version)
    {
        if (version is null) return (null, "its files are gone");
        try
        {
            return (QPolicyFile.Read(version.Policy).Policy, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException)
        {
            return (null, e.Message);
        }
    }

    private GateVerdict Compare(Evidence evidence, QPolicy other, int? number, int threads, CancellationToken cancellation)
    {
        if (!other.Spec.Equals(evidence.World.Spec)) return new GateVerdict(GateAnswer.Wait, $"version {number} is of another world.json", number);
        EvaluationOptions how = evidence.Options;
        PolicyComparison comparison = PolicyComparison.Measure(
            evidence.World, evidence.Policy, other, evidence.Data, how.HorizonWithoutStepLimit, how.OffPolicy, how.Seed, threads, cancellation);
        double margin = options.Margin * Math.Abs(comparison.Other?.Value ?? 0);
        double? confidence = comparison.ConfidenceNotWorse(margin);
        return new GateVerdict(confidence >= options.Confidence ? GateAnswer.Publish : GateAnswer.Wait, Words(comparison, confidence, margin, number), number, confidence, comparison.Model?.Value, margin);
    }

    private static string Words(PolicyComparison comparison, double? confidence, double margin, int? number) => confidence is { } sure
        ? string.Create(CultureInfo.InvariantCulture, $"not worse than version {number} by more than {margin:0.###} with {Percent(sure)} confidence")
        : comparison.WhyNotToJudge is { } reason ? $"cannot be compared with version {number}: {reason}"
        : comparison.LeftSupportShare > Verdict.MostLeftSupport
            ? $"cannot be compared with version {number}: {Percent(comparison.LeftSupportShare)} of the steps of one of the two leave the log's support"
            : $"cannot be compared with version {number}: the log has no beginning of an episode";

    private GateVerdict CompareWithLog(Evidence evidence, int threads, CancellationToken cancellation)
    {
        EvaluationOptions how = evidence.Options;
        OffPolicyReport report = OffPolicyReport.Measure(evidence.World, evidence.Policy, evidence.Data, how.HorizonWithoutStepLimit, how.OffPolicy, how.Seed, threads, cancellation);
        Verdict verdict = report.Verdict;
        bool isBetter = verdict.Answer == Answer.Better && verdict.Confidence >= options.Confidence;
        return new GateVerdict(isBetter ? GateAnswer.Publish : GateAnswer.Wait, verdict.Words, Confidence: verdict.Answer == Answer.Better ? verdict.Confidence : null);
    }

    /// <summary>Whole percents, rounded down: no confidence looks like one that was asked for and not reached, and certainty is never claimed.</summary>
    internal static string Percent(double share) => share > 0.99 ? "more than 99 %" : Math.Floor(100 * share + 1e-9).ToString(CultureInfo.InvariantCulture) + " %";

    /// <summary>What a run has learned, and from what.</summary>
    private sealed class Evidence(RunFolder run)
    {
        private readonly RunDescription _description = run.ReadDescription();

        public EvaluationOptions Options => _description.Settings.Evaluation;

        public LearnedWorld World { get; } = LearnedWorldFile.Read(run.World).World;

        public QPolicy Policy { get; } = QPolicyFile.Read(run.Policy).Policy;

        public TransitionSet Data => field ??= TransitionSet.From(_description.World, _description.Logs.SelectMany(log => LogFile.Read(log, _description.World)));
    }
}
