namespace WorldGan.WorldModel.Watch;

/// <summary>Distances of outcomes.</summary>
internal static class Distances
{
    public static double Euclidean(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int o = 0; o < a.Length; o++) sum += ((double)a[o] - b[o]) * ((double)a[o] - b[o]);
        return Math.Sqrt(sum);
    }
}
