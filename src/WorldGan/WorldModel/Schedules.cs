using WorldGan.Numerics;

namespace WorldGan.WorldModel;

/// <summary>Learning rates over time.</summary>
internal static class Schedules
{
    /// <summary>From <paramref name="rate"/> at step 0 along half a cosine to <paramref name="last"/> · rate at the end.</summary>
    public static float Cosine(double rate, int step, int steps, double last) =>
        (float)(rate * (last + (1 - last) * 0.5 * (1 + ExactMath.Cos(Math.PI * step / Math.Max(steps, 1)))));
}
