using BenchmarkDotNet.Attributes;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks;

/// <summary>32 steps of B rows under a random policy on one thread. Rows that end leave the batch, as they do in earnest.</summary>
public class RolloutBenchmarks
{
    private const int Horizon = 32;

    private LearnedWorld _learned = null!;
    private IPolicy _policy = null!;
    private StartStates _starts = null!;

    [Params(1, 64, 1024)]
    public int Rows { get; set; }

    [Params(1, 5)]
    public int Members { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _learned = Workload.Learned(Members);
        _policy = new RandomPolicy(Workload.World.Spec);
        _starts = StartStates.Logged(Workload.Data, Rows, seed: 0);
    }

    [Benchmark]
    public RolloutBatch LearnedWorld() => RolloutEngine.Run(_learned, _policy, _starts, Horizon);

    [Benchmark(Baseline = true)]
    public RolloutBatch TrueWorld() => RolloutEngine.Run(Workload.World, _policy, _starts, Horizon);
}
