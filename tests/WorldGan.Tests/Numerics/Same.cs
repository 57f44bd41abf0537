using System.Runtime.InteropServices;

namespace WorldGan.Tests.Numerics;

/// <summary>Equality bit for bit: unlike ==, it tells -0 from 0 and takes a NaN as equal to itself.</summary>
internal static class Same
{
    public static void Bits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual) where T : unmanaged
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(MemoryMarshal.AsBytes(expected.Slice(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(actual.Slice(i, 1))), $"At {i}: expected {expected[i]}, got {actual[i]}.");
    }

    public static void Bits<T>(T[] expected, T[] actual) where T : unmanaged => Bits<T>(expected.AsSpan(), actual);

    /// <summary>The payload of a NaN is no promise: an operation on two of them may keep either.</summary>
    public static void BitsOrNaN(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            if (!float.IsNaN(expected[i]) || !float.IsNaN(actual[i])) Bits(expected.Slice(i, 1), actual.Slice(i, 1));
    }
}
