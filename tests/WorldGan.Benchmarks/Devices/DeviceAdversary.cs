using TorchSharp;
using WorldGan.Benchmarks.Comparing;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Training;
using static TorchSharp.torch;

namespace WorldGan.Benchmarks.Devices;

/// <summary>Iterations of WGAN-GP on batches of a log that lies on the device.</summary>
internal sealed class DeviceAdversary : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DeviceLog _log;
    private readonly Randomness _random;
    private readonly AdversarialStage _stage;

    private DeviceAdversary(AdversarialWorkload workload, DeviceSession session)
    {
        _log = new DeviceLog(workload.Layout, workload.Data, workload.Split.Training, session.Device);
        _random = new Randomness(session.Device, 1);
        var draws = new NoiseDraws(_log, [workload.Residuals], [workload.Trainer.Generator.OutcomeUnits.ToArray()], _random);
        _stage = new AdversarialStage([workload.Trainer], workload.Layout, _log, draws);
    }

    public static DeviceCase Create(DeviceSession session, int width, int batch)
    {
        AdversarialWorkload workload = new(width, CartPoleLog.Small, batch), onCpu = new(width, CartPoleLog.Small, batch);
        var adversary = new DeviceAdversary(workload, session);
        return new DeviceCase(AdversarialCases.Create(width, workload) with { Call = adversary.Run }, () => onCpu.Trainer.Step(), 1, adversary);
    }

    public void Dispose()
    {
        _stage.Dispose();
        _random.Dispose();
        _log.Dispose();
        _scope.Dispose();
    }

    private void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        _stage.Step();
    }
}
