using BenchmarkDotNet.Attributes;
using WorldGan.Datasets;
using WorldGan.Policies;
using WorldGan.WorldModel;

namespace WorldGan.Benchmarks;

/// <summary>One step of each training at its default settings.</summary>
public class TrainingBenchmarks
{
    private AdversarialTrainer _adversarial = null!;
    private DqnTrainer _dqn = null!;

    [GlobalSetup]
    public void Setup()
    {
        TransitionSet data = Workload.Data;
        Normalizer normalizer = Normalizer.Measure(data);
        var layout = new WorldModelLayout(data.Spec, normalizer, new WorldModelOptions { MeanSteps = 0, AdversarialSteps = int.MaxValue });
        EpisodeSplit split = EpisodeSplit.Draw(data, layout.Options.HeldOutShare, seed: 0);
        var member = new WorldModelMember(layout);
        float[] residuals = new MeanTrainer(layout, member, data, split, seed: 0).Finish();
        _adversarial = new AdversarialTrainer(layout, member, data, split, residuals, seed: 0);
        _dqn = new DqnTrainer(Workload.Learned(members: 5), data, normalizer, new PolicyOptions { Steps = int.MaxValue }, seed: 0, index: 0);
    }

    /// <summary>Two critic steps with their penalty and one generator step.</summary>
    [Benchmark]
    public void AdversarialStep() => _adversarial.Step();

    /// <summary>One gradient step, and imagination where it is due: every second time, 64 rows in a world of five members.</summary>
    [Benchmark(Baseline = true)]
    public void DqnStep() => _dqn.Step();
}
