using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

/// <summary>Arrays of random numbers for tests; the seed decides all.</summary>
internal static class Draws
{
    public static double[] Normals(int count, ulong seed)
    {
        var random = new RandomStream(seed, RandomPurpose.Start);
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = random.NextNormal();
        return values;
    }

    public static float[] Singles(int count, ulong seed) => Array.ConvertAll(Normals(count, seed), x => (float)x);
}
