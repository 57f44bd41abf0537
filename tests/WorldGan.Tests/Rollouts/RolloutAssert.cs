using System.Runtime.InteropServices;
using WorldGan.Rollouts;

namespace WorldGan.Tests.Rollouts;

/// <summary>Compares rollouts bit for bit.</summary>
internal static class RolloutAssert
{
    public static void Same(RolloutBatch expected, RolloutBatch got)
    {
        Assert.Equal(expected.Horizon, got.Horizon);
        Assert.Equal(expected.Count, got.Count);
        for (int row = 0; row < expected.Count; row++) SameRow(expected, row, got, row);
    }

    public static void SameRow(RolloutBatch expected, int row, RolloutBatch got, int other)
    {
        Assert.Equal(expected.Starts[row], got.Starts[other]);
        Assert.Equal(expected.Lengths[row], got.Lengths[other]);
        Assert.Equal(expected.Endings[row], got.Endings[other]);
        Assert.Equal(Actions(expected, row).ToArray(), Actions(got, other).ToArray());
        Assert.Equal(Bits(Rewards(expected, row)), Bits(Rewards(got, other)));
        for (int t = 0; t <= expected.Horizon; t++) Assert.Equal(Bits(expected.State(row, t)), Bits(got.State(other, t)));
    }

    public static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    public static Span<int> Actions(RolloutBatch batch, int row) => batch.Actions.AsSpan(row * batch.Horizon, batch.Horizon);

    public static Span<float> Rewards(RolloutBatch batch, int row) => batch.Rewards.AsSpan(row * batch.Horizon, batch.Horizon);
}
