using BenchmarkDotNet.Attributes;
using WorldGan.Benchmarks.Workloads;

namespace WorldGan.Benchmarks;

/// <summary>One step of each training.</summary>
[MemoryDiagnoser]
public class TrainingBenchmarks
{
    private AdversarialWorkload _adversarial = null!;
    private DqnWorkload _dqn = null!;

    /// <summary>H, the width of the two hidden layers.</summary>
    [Params(64, 128, 256)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _adversarial = new AdversarialWorkload(Width, CartPoleLog.Small);
        _dqn = new DqnWorkload(Width, CartPoleLog.Small);
    }

    /// <summary>Five critic steps with their penalty and one generator step.</summary>
    [Benchmark]
    public void AdversarialStep() => _adversarial.Trainer.Step();

    /// <summary>One gradient step.</summary>
    [Benchmark]
    public void DqnStep() => _dqn.Trainer.Step();
}
