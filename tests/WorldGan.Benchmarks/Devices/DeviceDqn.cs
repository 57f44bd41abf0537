using TorchSharp;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Torch.Policies;
using static TorchSharp.torch;

namespace WorldGan.Benchmarks.Devices;

/// <summary>Gradient steps of double DQN or QR-DQN on batches of a log that lies on the device.</summary>
internal sealed class DeviceDqn : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DeviceDqnTrainer _trainer;
    private int _step;

    private DeviceDqn(DqnWorkload workload, DeviceSession session) =>
        _trainer = new DeviceDqnTrainer(null, workload.Data, workload.Normalizer, workload.Options.Resolved(), 0, new TrainingSession(), session.Device);

    public static DeviceCase Create(DeviceSession session, int width, int batch, ValueKind value)
    {
        var workload = new DqnWorkload(width, CartPoleLog.Small, batch, value);
        var dqn = new DeviceDqn(workload, session);
        return new DeviceCase(DqnCases.Create(width, workload) with { Call = dqn.Run }, () => workload.Trainer.Step(), 1, dqn);
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _scope.Dispose();
    }

    private void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        _trainer.Step(_step++, measures: false);
    }
}
