using System.Globalization;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>Whether a policy is better than the one that made the log, as far as can be told without trying it.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Confidence">How sure it is, from 0.9 to 1; null where nothing can be told.</param>
/// <param name="Words">The answer as a sentence without its full stop.</param>
public sealed record Verdict(Answer Answer, double? Confidence, string Words)
{
    /// <summary>Beyond this share of steps behind the log's support nothing can be said.</summary>
    public const double MostLeftSupport = 1.0 / 3;

    private const double Sure = 0.9;

    /// <summary>Of a policy that plans in the very world that would judge it.</summary>
    internal static Verdict OfPlanner => CannotTell("it plans in the learned world, which cannot judge what was chosen in it");

    /// <summary>What both ways of evaluation agree on, with the confidence of the more doubtful one.</summary>
    /// <param name="logged">The log's own episodes, up to the horizon of the model.</param>
    /// <param name="whole">The same to their ends: fitted values know no horizon.</param>
    /// <param name="model">By the learned world.</param>
    /// <param name="fitted">By values fitted on the log.</param>
    /// <param name="cutOff">What those of the log were cut off from before the horizon of the others, on average: a policy must be better than the most of it, or worse than the least.</param>
    internal static Verdict Of(ValueEstimate? logged, ValueEstimate? whole, ModelEvaluation? model, ValueEstimate? fitted, RewardRange cutOff = default)
    {
        if (logged is null || whole is null) return CannotTell("the log has fewer than two whole episodes to compare with");
        if (model is { LeftSupportShare: > MostLeftSupport and var share }) return CannotTell($"{Percent(share)} of its steps leave the log's support");
        double[] above = [.. new[] { model?.Value.ConfidenceAbove(Plus(logged, cutOff.High)), fitted?.ConfidenceAbove(Plus(whole, cutOff.High)) }.OfType<double>()];
        double[] below = [.. new[] { model?.Hopeful.ConfidenceAbove(Plus(logged, cutOff.Low)), fitted?.ConfidenceAbove(Plus(whole, cutOff.Low)) }.OfType<double>().Select(confidence => 1 - confidence)];
        if (above.Length == 0) return CannotTell("the log has no beginning of an episode");
        if (above.Min() >= Sure) return Told(Answer.Better, above.Min());
        if (below.Min() >= Sure) return Told(Answer.Worse, below.Min());
        if (cutOff != default)
            return Of(logged, whole, model, fitted) is { Answer: Answer.CannotTell } uncut ? uncut
                : CannotTell(string.Create(CultureInfo.InvariantCulture, $"logged episodes were cut, and what would have followed may be worth {cutOff.Low:0.##} to {cutOff.High:0.##} to each"));
        return CannotTell(above.Max() >= Sure || below.Max() >= Sure
            ? "the learned world and the fitted values disagree"
            : $"it is better with {Percent(above.Min())} confidence only");
    }

    private static ValueEstimate Plus(ValueEstimate logged, double more) => logged with { Value = logged.Value + more };

    private static Verdict Told(Answer answer, double confidence) =>
        new(answer, confidence, $"{(answer == Answer.Better ? "better" : "worse")} than the logged policy with {Percent(confidence)} confidence");

    internal static Verdict CannotTell(string reason) => new(Answer.CannotTell, null, $"cannot tell: {reason}");

    /// <summary>Whole percents; certainty is never claimed.</summary>
    private static string Percent(double share) => share > 0.99 && share < 1 ? "99 %" : share >= 1 ? "more than 99 %" : (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}

/// <summary>What can be told of a policy beside the one that made the log.</summary>
public enum Answer
{
    /// <summary>Nothing.</summary>
    CannotTell,

    /// <summary>It is better.</summary>
    Better,

    /// <summary>It is worse.</summary>
    Worse,
}
