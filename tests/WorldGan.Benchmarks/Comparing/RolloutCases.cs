using System.Text.Json.Nodes;
using WorldGan.Benchmarks.Measuring;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Numerics;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>32 steps of B rows. Checked: one step of eight rows of each member with the world's own latents.</summary>
internal static class RolloutCases
{
    private const int CheckedRowsPerMember = 8;

    public static PeerCase Create(int width, int rows, int members) => Create(width, rows, new RolloutWorkload(width, rows, members));

    public static PeerCase Create(int width, int rows, RolloutWorkload workload)
    {
        int members = workload.Members.Length;
        return new PeerCase
        {
            Name = RolloutWorkload.NameOf(width, rows, members),
            Request = new JsonObject
            {
                ["kind"] = "rollout",
                ["rows"] = rows,
                ["steps"] = RolloutWorkload.Horizon,
                ["members"] = members,
                ["noiseScale"] = workload.Layout.Options.LatentScale,
            },
            Tensors = () => Tensors(workload),
            Call = () => workload.Run(),
            UnitsPerCall = workload.Transitions,
            FlopsPerUnit = workload.FlopsPerTransition,
            Format = Rates.PerSecond,
        };
    }

    private static Dictionary<string, Tensor> Tensors(RolloutWorkload workload)
    {
        RowKey[] keys = KeysInOrderOfMembers(workload.World);
        StartStates starts = RolloutWorkload.StartsOf(keys);
        int rows = keys.Length, width = workload.World.Spec.State.Count, actions = workload.World.Spec.Actions.Count;
        var oneHot = new float[rows * actions];
        for (int row = 0; row < rows; row++) oneHot[row * actions + FixedActions.Of(keys[row])] = 1;
        var tensors = new Dictionary<string, Tensor>
        {
            ["scale"] = Tensor.Of(workload.Members[0].Scale, width),
            ["low"] = Tensor.Of([.. workload.Layout.Envelope.Select(e => e.Low)], width),
            ["high"] = Tensor.Of([.. workload.Layout.Envelope.Select(e => e.High)], width),
            ["state"] = Tensor.Of(starts.States, rows, width),
            ["action"] = Tensor.Of(oneHot, rows, actions),
            ["noise"] = Tensor.Of(Latents(keys, workload.Layout.Options), rows, workload.Layout.Options.LatentSize),
            ["next"] = Tensor.Of(NextStates(workload.World, starts), rows, width),
        };
        for (int m = 0; m < workload.Members.Length; m++) NetworkTensors.Add(tensors, $"member{m}", workload.Members[m].Generator);
        return tensors;
    }

    internal static RowKey[] KeysInOrderOfMembers(LearnedWorld world) =>
    [
        .. Enumerable.Range(0, world.MemberCount).SelectMany(member =>
            Enumerable.Range(0, int.MaxValue).Select(i => new RowKey(7, (uint)i, 3)).Where(key => world.MemberOf(key) == member).Take(CheckedRowsPerMember)),
    ];

    /// <summary>The numbers that the world draws for these rows.</summary>
    internal static float[] Latents(RowKey[] keys, WorldModelOptions options)
    {
        var normals = new Normals(RandomPurpose.Latent, keys.Length, options.LatentSize);
        for (int row = 0; row < keys.Length; row++) normals.SetKey(row, keys[row].Seed, keys[row].Trajectory, keys[row].Step);
        normals.Draw(keys.Length);
        var latents = new float[keys.Length * options.LatentSize];
        for (int row = 0; row < keys.Length; row++) normals.Write(row, latents.AsSpan(row * options.LatentSize, options.LatentSize), (float)options.LatentScale!.Value);
        return latents;
    }

    internal static float[] NextStates(LearnedWorld world, StartStates starts)
    {
        var next = new float[starts.States.Length];
        var actions = new int[starts.Count];
        new FixedActions().Act(starts.Keys, starts.States, actions);
        world.Step(new StepBatch
        {
            Keys = starts.Keys,
            States = starts.States,
            Actions = actions,
            NextStates = next,
            Rewards = new float[starts.Count],
            Endings = new Ending[starts.Count],
        });
        return next;
    }
}
