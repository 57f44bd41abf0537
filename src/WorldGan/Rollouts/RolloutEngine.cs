using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Rollouts;

/// <summary>Rolls a policy out in a world, true or learned. The result is the same for any number of threads and any size of block.</summary>
/// <example><code>
/// LearnedWorld world = LearnedWorldFile.Read("runs/arm/world.safetensors").World;
/// StartStates starts = StartStates.Episodes(world, count: 100, seed: 1);
/// RolloutBatch futures = RolloutEngine.Run(world, new RandomPolicy(world.Spec), starts, horizon: 20);
/// </code></example>
public static class RolloutEngine
{
    private const int BlockRows = 256;
    private const long NumbersInMemory = 1 << 24;          // of states in one batch, 64 MB

    /// <summary>Runs every row until it ends or the horizon is reached. The step limit of the world counts from each row's own step. A row that begins behind the support of a learned world has left it with no step.</summary>
    /// <param name="world">The world.</param>
    /// <param name="policy">Chooses the actions.</param>
    /// <param name="starts">B rows to begin with.</param>
    /// <param name="horizon">T, the most steps of a row; 0 gives the start states alone.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <param name="spare">A result that is no longer needed. One of the same rows, steps and state variables lends its memory, where new
    /// memory would cost time, and must not be read any more.</param>
    /// <exception cref="ArgumentException">The states do not fit the keys, or the policy chose an action that does not exist.</exception>
    public static RolloutBatch Run(
        IWorld world, IPolicy policy, StartStates starts, int horizon, int threads = 1, CancellationToken cancellation = default, RolloutBatch? spare = null) =>
        Run(world, policy, starts, horizon, BlockRows, threads, cancellation, spare);

    /// <summary>Runs any number of rows in batches that fit in memory. Together they do not depend on where they are cut.</summary>
    /// <inheritdoc cref="Run(IWorld, IPolicy, StartStates, int, int, CancellationToken, RolloutBatch)"/>
    public static IEnumerable<RolloutBatch> RunInBatches(IWorld world, IPolicy policy, StartStates starts, int horizon, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(starts);
        int width = world.Spec.State.Count, rows = (int)Math.Clamp(NumbersInMemory / ((horizon + 1L) * width), 1, int.MaxValue);
        return starts.Keys.Chunk(rows).Select((keys, i) =>
            Run(world, policy, new StartStates(keys, starts.States[(i * rows * width)..((i * rows + keys.Length) * width)]), horizon, threads, cancellation));
    }

    internal static RolloutBatch Run(
        IWorld world, IPolicy policy, StartStates starts, int horizon, int blockRows, int threads, CancellationToken cancellation, RolloutBatch? spare = null)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int width = world.Spec.State.Count;
        if (starts.States.Length != starts.Count * width)
            throw new ArgumentException($"Expected start states of shape [{starts.Count}, {width}], got {starts.States.Length} numbers.");

        var batch = new RolloutBatch(world.Spec, starts.Keys, horizon, spare);
        int[][] blocks = Blocks(world, starts.Keys, Known(world, starts, batch), blockRows);
        ParallelLoop.Run(blocks.Length, threads, cancellation, () =>
        {
            var block = new RolloutBlock(world, policy, starts, batch, Math.Min(blockRows, starts.Count));
            return i => block.Run(blocks[i]);
        });
        return batch;
    }

    // Behind the support a learned world would take the edge for the state: a row that begins there has left it before its first step.
    private static int[] Known(IWorld world, StartStates starts, RolloutBatch batch)
    {
        if (world is not LearnedWorld learned) return [.. Enumerable.Range(0, starts.Count)];
        var known = new List<int>(starts.Count);
        for (int row = 0; row < starts.Count; row++)
        {
            ReadOnlySpan<float> start = starts.States.AsSpan(row * learned.Spec.State.Count, learned.Spec.State.Count);
            if (Support.Holds(learned.Layout, start))
            {
                known.Add(row);
                continue;
            }

            start.CopyTo(batch.State(row, 0));
            (batch.Endings[row], batch.Lengths[row]) = (Ending.LeftSupport, 0);
            batch.ClearRest(row);
        }

        return [.. known];
    }

    // A block follows one member, whose weights stay in the cache until it ends; only speed hangs on it.
    private static int[][] Blocks(IWorld world, RowKey[] keys, int[] rows, int blockRows)
    {
        if (world is not LearnedWorld { MemberCount: > 1 } learned) return [.. rows.Chunk(blockRows)];
        return [.. rows.GroupBy(row => learned.MemberOf(keys[row])).SelectMany(member => member.Chunk(blockRows))];
    }
}
