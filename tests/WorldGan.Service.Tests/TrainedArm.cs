using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Tests;

namespace WorldGan.Service.Tests;

/// <summary>A finished run of the arm, made once for all tests that only read it.</summary>
public sealed class TrainedArm : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public TrainedArm()
    {
        Run = Train("run", ArmWorld.Settings);
    }

    /// <summary>The run.</summary>
    public RunFolder Run { get; }

    public void Dispose() => _temporary.Dispose();

    /// <summary>Another run beside it.</summary>
    public RunFolder Train(string name, RunSettings settings, int history = 1)
    {
        string log = _temporary.File($"{name}.wglog");
        LogFile.Write(log, ArmWorld.Spec, Enumerable.Range(0, 12).Select(ArmWorld.Play));
        var folder = new RunFolder(_temporary.File(name));
        TrainingRun.Start(folder, new RunRequest { World = ArmWorld.Spec with { History = history > 1 ? history : null }, Logs = [log], Settings = settings }, new RunSession { Time = TimeProvider.System, Threads = 1 });
        return folder;
    }
}
