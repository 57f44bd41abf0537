using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Rollouts;

/// <summary>Where rollouts begin: one key and one state a row.</summary>
/// <param name="Keys">[B] the key of each row; its step is where in the episode the row begins.</param>
/// <param name="States">[B, S] states in the units of the specification.</param>
public sealed record StartStates(RowKey[] Keys, float[] States)
{
    /// <summary>B, the number of rows.</summary>
    public int Count => Keys.Length;

    /// <summary>The beginnings of new episodes, as the world draws them.</summary>
    /// <param name="world">The world.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="seed">Row i is trajectory i of this seed.</param>
    public static StartStates Episodes(IWorld world, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(world);
        RowKey[] keys = [.. Enumerable.Range(0, count).Select(i => new RowKey(seed, (uint)i, 0))];
        var states = new float[count * world.Spec.State.Count];
        world.Reset(keys, states);
        return new StartStates(keys, states);
    }

    /// <summary>States drawn from all rows of a log, each at its own step of its episode.</summary>
    /// <param name="data">The log.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="seed">Row i is trajectory i of this seed.</param>
    public static StartStates Logged(TransitionSet data, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        var keys = new RowKey[count];
        var states = new float[count * data.Width];
        for (int i = 0; i < count; i++)
        {
            int row = new RandomStream(seed, RandomPurpose.Start, (uint)i).NextInt32(data.Count);
            keys[i] = new RowKey(seed, (uint)i, (uint)data.Steps[row]);
            data.State(row).CopyTo(states.AsSpan(i * data.Width));
        }

        return new StartStates(keys, states);
    }
}
