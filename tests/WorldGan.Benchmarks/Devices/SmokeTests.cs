using System.Runtime.InteropServices;
using TorchSharp;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.Torch;
using WorldGan.Torch.CudaGraphs;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Rollouts;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;
using ValueKind = WorldGan.Policies.ValueKind;

namespace WorldGan.Benchmarks.Devices;

/// <summary>What has to hold on a machine before times measured there mean anything. Each check returns what it saw, or throws.</summary>
internal static partial class SmokeTests
{
    private const int Steps = 50;
    private const float Tolerance = 1e-4f;

    private static readonly WorldModelOptions Tiny = new()
    {
        Members = 2,
        MeanWidth = 16,
        NoiseWidth = 16,
        HeadWidth = 16,
        BatchSize = 32,
        MeanSteps = 3,
        ScaleSteps = 3,
        HeadSteps = 3,
        AdversarialSteps = 3,
        SupportMargin = 10,
    };

    public static IEnumerable<(string Name, Func<string> Check)> All(DeviceSession session, DirectoryInfo? sources)
    {
        yield return ("the shim loads", () => $"libtorch {__version__}, {session.Name}, {cuda.device_count()} CUDA devices");
        var ofStandIn = new List<(string Name, Func<string> Check)>();
        AddOfStandIn(ofStandIn, sources);
        foreach ((string Name, Func<string> Check) check in ofStandIn) yield return check;
        yield return ("arithmetic", () => Arithmetic(session));
        yield return ($"{Steps} steps of a world are those of the CPU engine", () => SameSteps(session));
        if (session.Name == TorchEngine.Cuda) yield return ("a CUDA graph is what it was captured from", Graph);
        TransitionSet log = CartPoleLog.Record(1000);
        foreach (WorldModelLoss loss in Enum.GetValues<WorldModelLoss>()) yield return ($"a world trains, {loss}", () => Trains(session, log, Tiny with { Loss = loss }));
        foreach (WorldModelKind kind in Enum.GetValues<WorldModelKind>().Where(kind => kind != WorldModelKind.Gan)) yield return ($"a world trains, {kind}", () => Trains(session, log, Tiny with { Model = kind }));
        foreach (ValueKind value in new[] { ValueKind.DoubleQ, ValueKind.QrDqn }) yield return ($"a policy trains, {value}", () => TrainsPolicy(session, log, value));
        yield return ("a wrong shape is an exception", () => Throws(() => ones(2, 3, device: session.Device).mm(ones(2, 3, device: session.Device)), session));
        yield return ("too little memory is an exception", () => Throws(() => ones([1L << 40, 1L << 5], device: session.Device), session));
    }

    // What only the stand-in has: the way to its native half. With the package there is nothing to add.
    static partial void AddOfStandIn(List<(string Name, Func<string> Check)> checks, DirectoryInfo? sources);

    private static string Arithmetic(DeviceSession session)
    {
        using DisposeScope scope = NewDisposeScope();
        using var random = new Randomness(session.Device, 1);
        Tensor left = random.Normal(300, 200), right = random.Normal(200, 100);
        double off = (left.mm(right).cpu() - left.cpu().mm(right.cpu())).abs().max().item<float>();
        Expect(off < 1e-3, $"a product of matrices is off by {off:g2}");
        double mean = random.Uniform(100_000).mean().item<float>();
        Expect(mean is > 0.49 and < 0.51, $"uniform numbers have the mean {mean:g4}");
        return $"a product of matrices is off by {off:g2}";
    }

    private static string SameSteps(DeviceSession session)
    {
        var workload = new RolloutWorkload(width: 64, rows: 1, members: 5);
        RowKey[] keys = RolloutCases.KeysInOrderOfMembers(workload.World);
        int perMember = keys.Length / workload.Members.Length, width = workload.World.Spec.State.Count, latents = workload.Layout.Options.LatentSize;
        float[] states = RolloutWorkload.StartsOf(keys).States;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        using var world = new DeviceWorld(workload.World, session.Device);
        Tensor onDevice = tensor(states, [workload.Members.Length, perMember, width], device: session.Device);
        Tensor actions = tensor(keys.Select(key => (long)FixedActions.Of(key)).ToArray(), [workload.Members.Length, perMember], device: session.Device);
        float largest = 0;
        for (uint t = 0; t < Steps; t++)
        {
            RowKey[] now = [.. keys.Select(key => key with { Step = t })];
            float[] noise = RolloutCases.Latents(now, workload.Layout.Options);
            Tensor normals = tensor(noise, [workload.Members.Length, perMember, latents], device: session.Device) / workload.Layout.Options.LatentScale!.Value;
            states = RolloutCases.NextStates(workload.World, new StartStates(now, states));
            onDevice = world.Step(onDevice, actions, new StepChances(normals, null, [], null)).Next;
            float[] there = Host.Floats(onDevice);
            for (int i = 0; i < states.Length; i++) largest = Math.Max(largest, float.IsFinite(there[i]) ? Math.Abs(there[i] - states[i]) / Math.Max(1, Math.Abs(states[i])) : float.MaxValue);
        }

        Expect(largest <= Tolerance, $"the largest difference is {largest:g2}");
        return $"the largest difference is {largest:g2}";
    }

    private static string Graph()
    {
        if (CudaGraph.WhyNot is { } missing) return $"left out: {missing}";
        var workload = new RolloutWorkload(width: 64, rows: 1000, members: 5);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        using var rollout = new DeviceRollout(workload.World, new RandomPolicy(workload.World.Spec), CUDA);
        using var random = Randomness.OfDevice(CUDA);
        DeviceRollout.Moment first = rollout.Begin(workload.Starts, new RowPlaces(workload.World, workload.Starts.Keys)), last = first;
        void Roll() => last = Enumerable.Range(0, Steps).Aggregate(first, (moment, _) => rollout.Step(moment, random));
        cuda.manual_seed(1);
        Roll();
        float[] once = Host.Floats(last.States);
        using var graph = CudaGraph.Capture(Roll);
        cuda.manual_seed(1);
        graph.Replay();
        float[] replayed = Host.Floats(last.States);
        graph.Replay();
        Expect(replayed.SequenceEqual(once), "with the same seed its replay is another");
        Expect(!Host.Floats(last.States).SequenceEqual(replayed), "its second replay is the first");
        return $"{Steps} steps of {workload.Starts.Count} rows";
    }

    private static string Trains(DeviceSession session, TransitionSet log, WorldModelOptions options)
    {
        LearnedWorld world = TorchEngine.Open(session.Name).TrainWorld(log, options, seed: 1, new TrainingSession { Threads = 1 });
        bool isFinite = world.Members.SelectMany(member => member.Arrays).All(array => ((float[])array.Values).All(float.IsFinite));
        Expect(isFinite, "a weight is not finite");
        RolloutBatch futures = TorchEngine.Open(session.Name).RollOut(world, new RandomPolicy(world.Spec), StartStates.Episodes(CartPoleLog.World, 64, seed: 1), horizon: 20);
        Expect(!futures.Endings.Contains(Ending.Invalid), "a step is not finite");
        return $"{world.MemberCount} members, futures of {futures.Lengths.Average():0.0} steps";
    }

    private static string TrainsPolicy(DeviceSession session, TransitionSet log, ValueKind value)
    {
        TorchEngine engine = TorchEngine.Open(session.Name);
        var training = new TrainingSession { Threads = 1 };
        var options = new PolicyOptions { Value = value, Steps = 5, Members = 2, HiddenWidth = 16, BatchSize = 32 };
        QPolicy policy = engine.TrainPolicy(engine.TrainWorld(log, Tiny, seed: 1, training), log, options, seed: 1, training);
        Expect(policy.Networks.All(network => network.Parameters.All(float.IsFinite)), "a weight is not finite");
        return $"{policy.Networks.Count} networks";
    }

    private static string Throws(Func<Tensor> fails, DeviceSession session)
    {
        using DisposeScope scope = NewDisposeScope();
        try
        {
            fails();
        }
        catch (ExternalException e)
        {
            Expect(ones(2, device: session.Device).sum().item<float>() == 2, "afterwards a sum is wrong");
            return $"'{e.Message.Split('\n')[0]}', and work goes on";
        }

        throw new InvalidOperationException("expected an exception, got none");
    }

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
