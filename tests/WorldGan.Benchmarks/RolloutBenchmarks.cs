using BenchmarkDotNet.Attributes;
using WorldGan.Benchmarks.Workloads;
using WorldGan.Rollouts;

namespace WorldGan.Benchmarks;

/// <summary>32 steps of B rows on one thread, in learned worlds of one and of five members. The result is made in the memory of the one before.</summary>
[MemoryDiagnoser]
public class RolloutBenchmarks
{
    private RolloutWorkload _workload = null!;

    /// <summary>H, the width of the two hidden layers.</summary>
    [Params(32, 64, 128, 256)]
    public int Width { get; set; }

    /// <summary>B.</summary>
    [Params(1, 8, 64, 1024, 16384)]
    public int Rows { get; set; }

    [Params(1, 5)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Setup() => _workload = new RolloutWorkload(Width, Rows, Members);

    [Benchmark]
    public RolloutBatch Rollout() => _workload.Run();
}
