using System.Numerics;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Datasets;

/// <summary>
/// The units in which networks see a world: per state variable the mean and standard deviation in the log, the standard deviation of its change,
/// and the range that the log covers. A variable that never varies gets the scale 1.
/// </summary>
public sealed class Normalizer
{
    private const double LeastJump = 0.1;                  // of the range of the other steps' rewards: see RewardsApart

    /// <summary>[S] mean of each variable.</summary>
    public required float[] Mean { get; init; }

    /// <summary>[S] standard deviation of each variable; 1 for a constant one.</summary>
    public required float[] StandardDeviation { get; init; }

    /// <summary>[S] root mean square of each variable's change over a step; 1 for one that never changes.</summary>
    public required float[] ChangeScale { get; init; }

    /// <summary>[S] lowest value in the log; for an angle, where the smallest arc that covers the log begins, in [-π, π).</summary>
    public required float[] Low { get; init; }

    /// <summary>[S] highest value in the log; for an angle, where that arc ends, beyond π if it crosses ±π.</summary>
    public required float[] High { get; init; }

    /// <summary>Lowest reward in the log.</summary>
    public required float RewardLow { get; init; }

    /// <summary>Highest reward in the log.</summary>
    public required float RewardHigh { get; init; }

    /// <summary>
    /// Where ends pay apart: lowest and highest reward of the steps after which their episodes went on, 0 where all ended, and of those that ended them. Ends pay apart where some pay more or less than all other
    /// steps by over a tenth of what these differ among each other: what is beyond them by less is chance, or no jump. Otherwise null.
    /// </summary>
    internal RewardRanges? RewardsApart { get; init; }

    /// <summary>Number of terminal transitions in the log.</summary>
    public required int Terminals { get; init; }

    /// <summary>Mean reward.</summary>
    public required float RewardMean { get; init; }

    /// <summary>Standard deviation of the reward; 1 for a constant one.</summary>
    public required float RewardStandardDeviation { get; init; }

    /// <summary>The actions that the log never takes, in order: what they do cannot be known.</summary>
    internal int[] UnseenActions { get; init; } = [];

    /// <summary>The values that categories and flags could have and never have in the log, those of earlier steps aside: which variable, and which value.</summary>
    internal (int Variable, int Value)[] UnseenClasses { get; init; } = [];

    /// <summary>True where the variable holds one value throughout the log.</summary>
    public bool IsConstant(int variable) => Low[variable] == High[variable];

    /// <summary>The variables that there is something to learn of: those that vary, but for the copies of earlier steps, which are known.</summary>
    internal int[] Varying(WorldSpec spec) => [.. Enumerable.Range(0, spec.State.Count).Where(j => spec.State[j].StepsBack == 0 && !IsConstant(j))];

    /// <summary>Measures a log. Sums are in double precision in the log's order.</summary>
    public static Normalizer Measure(TransitionSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int width = data.Width;
        var result = new Normalizer
        {
            Mean = new float[width],
            StandardDeviation = new float[width],
            ChangeScale = new float[width],
            Low = new float[width],
            High = new float[width],
            Terminals = data.Endings.Count(ending => ending == Ending.Terminal),
            RewardLow = data.Rewards.Min(),
            RewardHigh = data.Rewards.Max(),
            RewardsApart = Apart(data),
            RewardMean = (float)Average(data.Count, row => data.Rewards[row]),
            RewardStandardDeviation = Spread(data.Count, row => data.Rewards[row]),
            UnseenActions = [.. Enumerable.Range(0, data.Spec.Actions.Count).Except(data.Actions)],
            UnseenClasses = [.. Unseen(data)],
        };
        for (int variable = 0; variable < width; variable++) result.MeasureVariable(data, variable);
        return result;
    }

    /// <summary>The change of a variable from one state to the next, along the shorter way around for an angle.</summary>
    public static float Change(StateVariable variable, float before, float after)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return Change<float>(variable, before, after);
    }

    /// <inheritdoc cref="Change(StateVariable, float, float)"/>
    internal static T Change<T>(StateVariable variable, T before, T after)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => variable.Kind == VariableKind.Angle ? ExactMath.WrapAngle<T>(after - before) : after - before;

    private static RewardRanges? Apart(TransitionSet data)
    {
        RewardRange goingOn = Range(data.Rewards.Where((_, row) => data.Endings[row] != Ending.Terminal)), atEnd = Range(data.Rewards.Where((_, row) => data.Endings[row] == Ending.Terminal));
        double beyond = Math.Max(goingOn.Low - atEnd.Low, atEnd.High - goingOn.High);
        return data.Endings.Contains(Ending.Terminal) && beyond > LeastJump * (goingOn.High - goingOn.Low) ? new RewardRanges(goingOn, atEnd) : null;
    }

    private static RewardRange Range(IEnumerable<float> rewards)
    {
        float[] all = [.. rewards];
        return all.Length == 0 ? default : new RewardRange(all.Min(), all.Max());
    }

    private static IEnumerable<(int Variable, int Value)> Unseen(TransitionSet data) =>
        from j in Enumerable.Range(0, data.Width)
        let variable = data.Spec.State[j]
        where variable.StepsBack == 0 && variable.Classes > 0
        let seen = Column(data, data.States, j).Concat(Column(data, data.NextStates, j)).ToHashSet()
        from value in Enumerable.Range(0, variable.Classes)
        where !seen.Contains(value)
        select (j, value);

    private static IEnumerable<float> Column(TransitionSet data, float[] states, int j) => Enumerable.Range(0, data.Count).Select(row => states[row * data.Width + j]);

    private void MeasureVariable(TransitionSet data, int j)
    {
        int width = data.Width;
        Mean[j] = (float)Average(data.Count, row => data.States[row * width + j]);
        StandardDeviation[j] = Spread(data.Count, row => data.States[row * width + j]);
        double square = Average(data.Count, row =>
        {
            double change = Change(data.Spec.State[j], data.States[row * width + j], data.NextStates[row * width + j]);
            return change * change;
        });
        ChangeScale[j] = Unit(square);
        float[] values = [.. Column(data, data.States, j), .. Column(data, data.NextStates, j)];
        (Low[j], High[j]) = data.Spec.State[j].Kind == VariableKind.Angle ? Arc([.. values.Order()]) : (values.Min(), values.Max());
    }

    /// <summary>The smallest arc that covers all angles: all of the circle but the widest gap between neighbours.</summary>
    private static (float Low, float High) Arc(float[] sorted)
    {
        (float low, float high) = (sorted[0], sorted[^1]);
        float widest = low + MathF.Tau - high;
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] - sorted[i - 1] <= widest) continue;
            widest = sorted[i] - sorted[i - 1];
            (low, high) = (sorted[i], sorted[i - 1] + MathF.Tau);
        }

        return (low, high);
    }

    private static float Spread(int count, Func<int, double> value)
    {
        double mean = Average(count, value);
        return Unit(Average(count, row => (value(row) - mean) * (value(row) - mean)));
    }

    // Sums of one single-precision number are exact in double precision, so what never varies has a square of exactly zero in any unit.
    private static float Unit(double square) => (float)Math.Sqrt(square) is > 0 and var unit ? unit : 1;

    private static double Average(int count, Func<int, double> value)
    {
        double sum = 0;
        for (int row = 0; row < count; row++) sum += value(row);
        return sum / count;
    }
}
