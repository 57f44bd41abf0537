using System.Runtime.InteropServices;

namespace WorldGan.Worlds;

/// <summary>
/// What the randomness of one row of a batch hangs on. A row with the same key, state and action has the same future
/// wherever it stands in a batch, so rows can be permuted, split and run on any number of threads.
/// </summary>
/// <param name="Seed">The seed of the whole run.</param>
/// <param name="Trajectory">The number of the trajectory, unique within the seed.</param>
/// <param name="Step">Steps since the episode began: 0 before the first action.</param>
public readonly record struct RowKey(ulong Seed, uint Trajectory, uint Step)
{
    /// <summary>The key of the same trajectory one step later.</summary>
    public RowKey Next => this with { Step = Step + 1 };

    /// <summary>[rows, 4] the low and the high half of each seed, the trajectory and the step, as a little-endian machine keeps them.</summary>
    internal static ReadOnlySpan<uint> Words(ReadOnlySpan<RowKey> keys) => MemoryMarshal.Cast<RowKey, uint>(keys);
}
