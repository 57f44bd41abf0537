using WorldGan.Numerics;

namespace WorldGan.Policies.Values;

/// <summary>Takes actions out that the log hardly ever took: those less probable than a share of the most probable one (discrete BCQ, arXiv:1910.01708, equation 8).</summary>
/// <param name="threshold">The share, above 0.</param>
internal sealed class BehaviourFilter(double threshold)
{
    /// <summary>How far below the highest logit a logit may lie; negative.</summary>
    public float Margin { get; } = (float)ExactMath.Log(threshold);

    /// <summary>Makes their values the lowest there are; the most probable action always stays.</summary>
    /// <param name="logits">[A] of the actions' probabilities in the log.</param>
    /// <param name="values">[A] changed.</param>
    public void Apply(ReadOnlySpan<float> logits, Span<float> values)
    {
        float least = logits[QHead.Best(logits)] + Margin;
        for (int a = 0; a < values.Length; a++)
            if (logits[a] < least) values[a] = float.NegativeInfinity;
    }
}
