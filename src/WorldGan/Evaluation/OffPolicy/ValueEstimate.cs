using WorldGan.Evaluation.Statistics;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.OffPolicy;

/// <summary>What a policy's episodes are worth on average, as far as something tells: discounted return from the beginnings of episodes.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard deviation.</param>
/// <param name="DegreesOfFreedom">How many independent differences the standard error is made from; null where they are so many that it is known.</param>
public sealed record ValueEstimate(double Value, double StandardError, double? DegreesOfFreedom)
{
    /// <summary>The 90 % interval: Student's, of the estimate.</summary>
    public Interval Interval { get; init; } = Around(Value, StandardError * StudentQuantile.At95(DegreesOfFreedom ?? double.PositiveInfinity));

    /// <summary>The mean of many numbers, each of which counts as one draw.</summary>
    internal static ValueEstimate Of(IReadOnlyList<double> returns) => new(returns.Average(), returns.Count < 2 ? 0 : Deviation(returns) / Math.Sqrt(returns.Count), Math.Max(1, returns.Count - 1));

    /// <summary>The mean of few opinions, from which the truth is taken to differ as they do from each other.</summary>
    internal static ValueEstimate OfOpinions(IReadOnlyList<double> opinions) => opinions.Count < 2
        ? new ValueEstimate(opinions[0], 0, null)
        : new ValueEstimate(opinions.Average(), Deviation(opinions) * Math.Sqrt(1 + 1.0 / opinions.Count), opinions.Count - 1);

    /// <summary>The same within what returns can be: networks and intervals know of no bounds.</summary>
    internal ValueEstimate Within(RewardRange possible) =>
        this with { Value = possible.Clamp(Value), Interval = new Interval(possible.Clamp(Interval.Low), possible.Clamp(Interval.High)) };

    /// <summary>How sure it is that the value is above another one, from 0 to 1: Student's distribution with the degrees of freedom of both (Welch 1947).</summary>
    public double ConfidenceAbove(ValueEstimate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        double ours = StandardError * StandardError, theirs = other.StandardError * other.StandardError, difference = Value - other.Value;
        if (ours + theirs == 0) return difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
        double unsure = ours * ours / (DegreesOfFreedom ?? double.PositiveInfinity) + theirs * theirs / (other.DegreesOfFreedom ?? double.PositiveInfinity);
        return StudentDistribution.Below(difference / Math.Sqrt(ours + theirs), (ours + theirs) * (ours + theirs) / unsure);
    }

    private static Interval Around(double middle, double margin) => new(middle - margin, middle + margin);

    private static double Deviation(IReadOnlyList<double> numbers)
    {
        double mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Count - 1));
    }
}
