using WorldGan.Worlds;

namespace WorldGan.WorldModel;

/// <summary>Where the log knows the world: the range of each variable in the log, widened by a margin. What is beyond is not to be believed.</summary>
internal static class Support
{
    /// <summary>Lowest and highest value of a variable that still counts as known.</summary>
    public static (float Low, float High) Envelope(WorldModelLayout layout, int variable)
    {
        StateVariable spec = layout.Spec.State[variable];
        if (spec.Kind != VariableKind.Real) return spec.Kind == VariableKind.Angle ? (-MathF.PI, MathF.PI) : (0, WorldModelLayout.ClassesOf(spec) - 1);
        float low = layout.Normalizer.Low[variable], high = layout.Normalizer.High[variable];
        float margin = Math.Max((float)layout.Options.SupportMargin * (high - low), 1e-6f);
        return (low - margin, high + margin);
    }

    /// <summary>
    /// Brings a predicted state inside what is possible and known, in place. A value that is not finite is replaced by the one before: the
    /// step is invalid. A known bound of the world is a wall, not an end; the edge of the log's envelope is one.
    /// </summary>
    public static Ending Enclose(WorldModelLayout layout, ReadOnlySpan<float> before, Span<float> next)
    {
        var ending = Ending.None;
        for (int j = 0; j < next.Length; j++)
        {
            if (!float.IsFinite(next[j]))
            {
                before.CopyTo(next);
                return Ending.Invalid;
            }

            if (layout.Spec.State[j].Kind != VariableKind.Real) continue;
            StateVariable variable = layout.Spec.State[j];
            next[j] = Math.Clamp(next[j], (float)(variable.Low ?? double.NegativeInfinity), (float)(variable.High ?? double.PositiveInfinity));
            (float low, float high) = layout.Envelope[j];
            if (next[j] >= low && next[j] <= high) continue;
            next[j] = Math.Clamp(next[j], low, high);
            ending = Ending.LeftSupport;
        }

        return ending;
    }
}
