using System.Numerics;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>Compares what the CPU engine computed with what autograd did.</summary>
internal static class Same
{
    /// <summary>Of the largest number. Sums in another order differ by a few roundings of their largest terms, however small the sum itself is.</summary>
    public static double Tolerance<T>() => typeof(T) == typeof(double) ? 1e-10 : 1e-5;

    public static void Numbers<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0;
        foreach (T number in expected) largest = Math.Max(largest, Math.Abs(double.CreateTruncating(number)));
        Assert.True(largest > 0, "There is nothing to compare: all numbers are zero.");
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(double.CreateTruncating(actual[i] - expected[i]));
            Assert.True(difference <= Tolerance<T>() * largest, $"Number {i}: autograd has {expected[i]}, the engine {actual[i]}; the largest is {largest}.");
        }
    }

    public static void Number<T>(double expected, double actual) =>
        Assert.InRange(actual - expected, -Tolerance<T>() * Math.Max(1, Math.Abs(expected)), Tolerance<T>() * Math.Max(1, Math.Abs(expected)));
}
