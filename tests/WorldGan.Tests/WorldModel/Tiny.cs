using System.Runtime.InteropServices;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

/// <summary>Trainings of a few steps: enough for everything to have moved, too few to have learned.</summary>
internal static class Tiny
{
    public static readonly WorldModelOptions Options = new()
    {
        Members = 2,
        MeanWidth = 8,
        NoiseWidth = 8,
        HeadWidth = 8,
        BatchSize = 8,
        MeanSteps = 4,
        ScaleSteps = 3,
        HeadSteps = 3,
        AdversarialSteps = 3,
        Averaging = 0.1,                                   // above it the first steps average less anyhow
    };

    public static readonly TransitionSet Data = SmallWorld.Mixed.Record(20, 15);

    public static LearnedWorld Train(WorldModelOptions? options = null, TransitionSet? data = null, int threads = 1) =>
        WorldModelTrainer.Train(data ?? Data, options ?? Options, 5, new TrainingSession { Threads = threads });

    public static WorldModelLayout LayoutOf(TransitionSet data, WorldModelOptions? options = null) => new(data.Spec, Normalizer.Measure(data), options ?? Options);

    /// <summary>The bytes of everything that decides what a world does.</summary>
    public static byte[] Fingerprint(LearnedWorld world) =>
    [
        .. world.Members.SelectMany(m => m.Arrays).SelectMany(a => MemoryMarshal.AsBytes(((float[])a.Values).AsSpan()).ToArray()),
        .. Enumerable.Range(0, world.Spec.State.Count).SelectMany(j => new[] { world.Envelope(j).Low, world.Envelope(j).High }).SelectMany(BitConverter.GetBytes),
    ];

    /// <summary>One step of rows with the keys 0, 1, 2, ... of a seed, all at the same state under the same action.</summary>
    public static Stepped Step(IWorld world, int rows, float[] state, int action, ulong seed = 1)
    {
        RowKey[] keys = [.. Enumerable.Range(0, rows).Select(i => new RowKey(seed, (uint)i, 0))];
        return Step(world, keys, [.. Enumerable.Repeat(state, rows).SelectMany(s => s)], [.. Enumerable.Repeat(action, rows)]);
    }

    public static Stepped Step(IWorld world, RowKey[] keys, float[] states, int[] actions)
    {
        var stepped = new Stepped(new float[states.Length], new float[keys.Length], new Ending[keys.Length]);
        world.Step(new StepBatch { Keys = keys, States = states, Actions = actions, NextStates = stepped.NextStates, Rewards = stepped.Rewards, Endings = stepped.Endings });
        return stepped;
    }
}

/// <summary>What a step wrote.</summary>
/// <param name="NextStates">[B, S] next states.</param>
/// <param name="Rewards">[B] rewards.</param>
/// <param name="Endings">[B] endings.</param>
internal sealed record Stepped(float[] NextStates, float[] Rewards, Ending[] Endings);
