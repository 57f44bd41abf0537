using System.Numerics;

namespace WorldGan.WorldModel.Noise;

/// <summary>What the samples of one condition measured.</summary>
/// <param name="ToLogged">Mean distance of the samples to the logged outcome.</param>
/// <param name="Spread">Mean distance between two different samples.</param>
internal readonly record struct SampleDistances(double ToLogged, double Spread)
{
    /// <summary>The energy score: lowest on average where samples and logged outcomes have one distribution.</summary>
    public double Score => ToLogged - 0.5 * Spread;
}

/// <summary>Mean ‖Gᵢ - x‖ - ½ mean ‖Gᵢ - Gⱼ‖, i ≠ j, of samples G and a logged outcome x of one condition (arXiv:2307.00835, equation 14).</summary>
internal static class EnergyScore
{
    /// <summary>The distances of one condition, and ∂score/∂sample.</summary>
    /// <param name="logged">[O] the logged outcome.</param>
    /// <param name="samples">[K, O] the generated outcomes, two or more.</param>
    /// <param name="slopes">[K, O] overwritten by weight · ∂score/∂sample; a distance of zero has no direction and gives none.</param>
    /// <param name="weight">Factor of the slopes.</param>
    public static SampleDistances Differentiate<T>(ReadOnlySpan<T> logged, ReadOnlySpan<T> samples, Span<T> slopes, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = logged.Length, count = samples.Length / width;
        double toLogged = 0, spread = 0, pairs = 0.5 * count * (count - 1);
        slopes.Clear();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<T> sample = samples.Slice(i * width, width);
            toLogged += Repel(sample, logged, slopes.Slice(i * width, width), default, -double.CreateTruncating(weight) / count) / count;
            for (int j = 0; j < i; j++)
                spread += Repel(sample, samples.Slice(j * width, width), slopes.Slice(i * width, width), slopes.Slice(j * width, width), 0.5 * double.CreateTruncating(weight) / pairs) / pairs;
        }

        return new SampleDistances(toLogged, spread);
    }

    // The distance; the loss falls by strength as it grows, and the slopes of the first and, where it can move, the second say so.
    private static double Repel<T>(ReadOnlySpan<T> from, ReadOnlySpan<T> to, Span<T> fromSlope, Span<T> toSlope, double strength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double square = 0;
        for (int o = 0; o < from.Length; o++)
        {
            double difference = double.CreateTruncating(from[o] - to[o]);
            square += difference * difference;
        }

        double distance = Math.Sqrt(square);
        if (distance == 0) return 0;
        T factor = T.CreateTruncating(strength / distance);
        for (int o = 0; o < from.Length; o++)
        {
            T push = factor * (from[o] - to[o]);
            fromSlope[o] -= push;
            if (!toSlope.IsEmpty) toSlope[o] += push;
        }

        return distance;
    }
}
