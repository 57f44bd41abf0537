using System.Numerics;
using System.Runtime.InteropServices;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>
/// Where the log knows the world: the range of each variable in the log, or the arc of an angle, widened by a margin; of actions, categories and flags those that it holds.
/// What is beyond is not to be believed.
/// </summary>
internal static class Support
{
    /// <summary>Lowest and highest value of a variable that still counts as known. The arc of an angle runs up from low to high: past ±π where low is the larger one.</summary>
    public static (float Low, float High) Envelope(WorldModelLayout layout, int variable)
    {
        StateVariable spec = layout.Spec.State[variable];
        if (spec.Classes > 0) return (0, spec.Classes - 1);
        int present = layout.Stack.PresentOf(variable);        // what was inside stays inside as it becomes the past
        float low = layout.Normalizer.Low[present], high = layout.Normalizer.High[present];
        float margin = Math.Max((float)layout.Options.SupportMargin * (high - low), 1e-6f);
        (low, high) = (low - margin, high + margin);
        if (spec.Kind == VariableKind.Real) return (low, high);
        return high - low >= MathF.Tau ? (-MathF.PI, MathF.PI) : (ExactMath.WrapAngle(low), ExactMath.WrapAngle(high));
    }

    /// <summary>Whether a value counts as known; an angle must be wrapped.</summary>
    public static bool Holds((float Low, float High) envelope, float value) =>
        envelope.Low <= envelope.High ? value >= envelope.Low && value <= envelope.High : value >= envelope.Low || value <= envelope.High;

    /// <summary>Whether a state lies where the log knows the world; an angle must be wrapped.</summary>
    public static bool Holds(WorldModelLayout layout, ReadOnlySpan<float> state)
    {
        for (int j = 0; j < state.Length; j++)
            if (!Holds(layout.Envelope[j], state[j])) return false;
        return !HoldsUnseen(layout.Normalizer, state);
    }

    /// <summary>
    /// Brings a predicted state inside what is possible and known, in place. A value that is not finite is replaced by the one before: the
    /// step is invalid. A known bound of the world is a wall, not an end; the edge of the log's envelope is one, and so is an action, category or flag
    /// that the log does not hold.
    /// </summary>
    public static Ending Enclose(WorldModelLayout layout, ReadOnlySpan<float> before, int action, Span<float> next)
    {
        var ending = layout.Normalizer.UnseenActions.Contains(action) ? Ending.LeftSupport : Ending.None;
        for (int j = 0; j < next.Length; j++)
        {
            if (!float.IsFinite(next[j]))
            {
                before.CopyTo(next);
                return Ending.Invalid;
            }

            next[j] = Math.Clamp(next[j], layout.Walls[j].Low, layout.Walls[j].High);
            (float low, float high) = layout.Envelope[j];
            if (Holds((low, high), next[j])) continue;
            next[j] = layout.Spec.State[j].Kind == VariableKind.Angle ? NearerEnd(low, high, next[j]) : Math.Clamp(next[j], low, high);
            ending = Ending.LeftSupport;
        }

        return HoldsUnseen(layout.Normalizer, next) ? Ending.LeftSupport : ending;
    }

    /// <summary>Marks the rows that <see cref="Enclose"/> would change, or end: the few that need it.</summary>
    /// <param name="layout">The world.</param>
    /// <param name="next">[S, rows] predicted states.</param>
    /// <param name="actions">[rows, padded] the actions that led there.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="marks">[rows, padded] written: zero where a row is inside.</param>
    public static void MarkOutside(WorldModelLayout layout, Columns next, ReadOnlySpan<int> actions, int rows, Span<int> marks)
    {
        Span<Vector<int>> outside = MemoryMarshal.Cast<int, Vector<int>>(marks)[..next.Vectors(0, rows).Length];
        outside.Clear();
        for (int j = 0; j < layout.Envelope.Length; j++)
        {
            ReadOnlySpan<Vector<float>> values = next.Vectors(j, rows);
            (float low, float high) = layout.Envelope[j];
            (float Low, float High) walls = layout.Walls[j];
            bool isArcAcrossPi = low > high;
            if (!isArcAcrossPi) (low, high) = (Math.Max(Math.Max(low, walls.Low), float.MinValue), Math.Min(Math.Min(high, walls.High), float.MaxValue));
            for (int i = 0; i < values.Length; i++)
            {
                Vector<int> above = Vector.GreaterThanOrEqual(values[i], new Vector<float>(low)), below = Vector.LessThanOrEqual(values[i], new Vector<float>(high));
                outside[i] |= ~(isArcAcrossPi ? (above | below) & Vector.AsVectorInt32(Vector.IsFinite(values[i])) : above & below);
            }
        }

        MarkUnseen(layout.Normalizer, next, actions, rows, outside);
    }

    // A category or flag that the log does not hold.
    private static bool HoldsUnseen(Normalizer log, ReadOnlySpan<float> state)
    {
        foreach ((int variable, int value) in log.UnseenClasses)
            if (state[variable] == value) return true;
        return false;
    }

    private static void MarkUnseen(Normalizer log, Columns next, ReadOnlySpan<int> actions, int rows, Span<Vector<int>> outside)
    {
        ReadOnlySpan<Vector<int>> taken = MemoryMarshal.Cast<int, Vector<int>>(actions);
        foreach (int unseen in log.UnseenActions)
            for (int i = 0; i < outside.Length; i++) outside[i] |= Vector.Equals(taken[i], new Vector<int>(unseen));
        foreach ((int variable, int unseen) in log.UnseenClasses)
        {
            ReadOnlySpan<Vector<float>> values = next.Vectors(variable, rows);
            for (int i = 0; i < outside.Length; i++) outside[i] |= Vector.Equals(values[i], new Vector<float>(unseen));
        }
    }

    private static float NearerEnd(float low, float high, float angle) =>
        MathF.Abs(ExactMath.WrapAngle(angle - low)) < MathF.Abs(ExactMath.WrapAngle(angle - high)) ? low : high;
}
