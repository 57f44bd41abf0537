using TorchSharp;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Torch.CudaGraphs;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Rollouts;
using WorldGan.Worlds;
using static TorchSharp.torch;

namespace WorldGan.Benchmarks.Devices;

/// <summary>32 steps of B rows in a learned world that stay on the device, with random actions. What is copied to the host afterwards is not measured.</summary>
internal sealed class DeviceRollouts : IDisposable
{
    private const int MostCpuRows = 16384;                 // beyond, a row costs the CPU as much

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DeviceRollout _rollout;
    private readonly Randomness _random;
    private readonly DeviceRollout.Moment _first;
    private CudaGraph? _graph;

    private DeviceRollouts(RolloutWorkload workload, DeviceSession session)
    {
        _rollout = new DeviceRollout(workload.World, new RandomPolicy(workload.World.Spec), session.Device);
        _random = new Randomness(session.Device, 1);
        _first = _rollout.Begin(workload.Starts, new RowPlaces(workload.World, workload.Starts.Keys));
    }

    public static DeviceCase Create(DeviceSession session, int width, int rows, int members, int threads)
    {
        var workload = new RolloutWorkload(width, rows, members);
        RolloutWorkload onCpu = rows <= MostCpuRows ? workload : new RolloutWorkload(width, MostCpuRows, members);
        var rollouts = new DeviceRollouts(workload, session);
        return new DeviceCase(RolloutCases.Create(width, rows, workload) with { Call = rollouts.Run }, () => onCpu.Run(threads), onCpu.Transitions, rollouts) { Capture = session.Captures ? rollouts.Capture : null };
    }

    public void Dispose()
    {
        _graph?.Dispose();
        _rollout.Dispose();
        _random.Dispose();
        _scope.Dispose();
    }

    private void Run() => Run(_random);

    private Action Capture()
    {
        using var random = Randomness.OfDevice(_random.Device);
        _graph = CudaGraph.Capture(() => Run(random));
        return _graph.Replay;
    }

    private void Run(Randomness random)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        DeviceRollout.Moment moment = _first;
        for (int t = 0; t < RolloutWorkload.Horizon; t++) moment = _rollout.Step(moment, random);
    }
}
