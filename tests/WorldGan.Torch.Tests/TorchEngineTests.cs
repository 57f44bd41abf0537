using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.Runs;
using WorldGan.Tests;
using WorldGan.Tests.WorldModel;
using WorldGan.Torch.Tests.Training;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Torch.Tests;

public class TorchEngineTests
{
    private static readonly PolicyOptions Short = new() { Members = 2, HiddenWidth = 16, Steps = 30, BatchSize = 16, Rows = 6, BranchSteps = 4, ReplayCapacity = 1000 };

    [LibtorchTheory]
    [InlineData("value", "--device torch-cpu: expected policy.value double-q or qr-dqn, got c51.")]
    [InlineData("sampling", "--device torch-cpu: expected policy.sampling uniform, got prioritised.")]
    [InlineData("source", "--device torch-cpu: expected policy.source imagination or log, got simulator.")]
    [InlineData("reward", "--device torch-cpu: expected policy.reward logged, got imitation.")]
    public void What_it_cannot_learn_is_refused_by_name(string setting, string message)
    {
        PolicyOptions options = setting switch
        {
            "value" => new() { Value = ValueKind.C51 },
            "sampling" => new() { Sampling = SamplingKind.Prioritised },
            "source" => new() { Source = PolicySource.Simulator },
            _ => new() { Reward = RewardKind.Imitation },
        };
        TorchEngine engine = TorchEngine.Open(TorchEngine.Cpu);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => engine.Expect(options)).Message);
        engine.Expect(new PolicyOptions());
    }

    [LibtorchFact]
    public void Windows_are_refused_before_anything_is_learned() =>
        Assert.Equal("--device torch-cpu: expected worldModel.window 1, got 4.",
            Assert.Throws<ArgumentException>(() => TorchEngine.Open(TorchEngine.Cpu).TrainWorld(Tiny.Data, Tiny.Options with { Window = 4 }, 1, new TrainingSession())).Message);

    [LibtorchTheory]
    [InlineData(PolicySource.Imagination, ValueKind.QrDqn, 1, 0.0, 0.0)]
    [InlineData(PolicySource.Imagination, ValueKind.DoubleQ, 3, 0.5, 0.3)]
    [InlineData(PolicySource.Log, ValueKind.QrDqn, 2, 0.5, 0.3)]
    public void A_policy_is_one_like_any_other_and_reports_as_the_CPU_engines(PolicySource source, ValueKind value, int returnSteps, double conservativeWeight, double behaviourThreshold)
    {
        PolicyOptions options = Short with { Source = source, Value = value, ReturnSteps = returnSteps, ConservativeWeight = conservativeWeight, BehaviourThreshold = behaviourThreshold };
        if (source == PolicySource.Log) options = options with { Rows = null, BranchSteps = null, ReplayCapacity = null };
        LearnedWorld? world = source == PolicySource.Log ? null : Tiny.Train();
        Reports byCpu = new(), byTorch = new();
        PolicyTrainer.Train(world, Tiny.Data, options, 1, new TrainingSession { Threads = 1, Progress = byCpu });
        QPolicy policy = TorchEngine.Open(TorchEngine.Cpu).TrainPolicy(world, Tiny.Data, options, 1, new TrainingSession { Threads = 1, Progress = byTorch });
        Assert.Equal(byCpu.Names.Order(), byTorch.Names.Order());
        Assert.Equal(byCpu.All.Count, byTorch.All.Count);
        float[] values = new float[20];
        policy.Values(Tiny.Data.States[..50], values);
        Assert.All(values, v => Assert.True(float.IsFinite(v) && v != 0));
        using var folder = new TemporaryFolder();
        string path = folder.File("policy.safetensors");
        QPolicyFile.Write(path, policy, new Provenance("abc", 1, 2));
        Assert.Equal(policy.Options, QPolicyFile.Read(path).Policy.Options);
    }

    [LibtorchFact]
    public void Rollouts_have_the_lengths_endings_and_returns_of_the_CPU_engines_on_average()
    {
        LearnedWorld world = Tiny.Train(Tiny.Options with { MeanSteps = 300, HeadSteps = 400, AdversarialSteps = 50 });
        StartStates starts = StartStates.Logged(Tiny.Data, 3000, seed: 1);
        var policy = new RandomPolicy(world.Spec);
        RolloutBatch cpu = RolloutEngine.Run(world, policy, starts, horizon: 12), torch = TorchEngine.Open(TorchEngine.Cpu).RollOut(world, policy, starts, horizon: 12);
        Assert.Equal(cpu.Lengths.Average(), torch.Lengths.Average(), cpu.Lengths.Average() / 20);
        foreach (Ending ending in Enum.GetValues<Ending>())
            Assert.Equal(cpu.Endings.Count(e => e == ending) / 3000.0, torch.Endings.Count(e => e == ending) / 3000.0, 0.05);
        double Mean(RolloutBatch batch) => Enumerable.Range(0, batch.Count).Average(row => batch.Return(row, 1));
        Assert.Equal(Mean(cpu), Mean(torch), 0.08 * Math.Abs(Mean(cpu)));
        for (int row = 0; row < 50; row++) Assert.Equal(starts.States.AsSpan(row * 5, 5).ToArray(), torch.State(row, 0).ToArray());
    }

    [LibtorchFact]
    public void A_row_that_begins_behind_the_support_has_no_step_in_either_engine()
    {
        LearnedWorld world = Tiny.Train();
        float[] states = Tiny.Data.States[..10];
        states[0] = 1e6f;
        var starts = new StartStates([new RowKey(1, 0, 0), new RowKey(1, 1, 0)], states);
        foreach (RolloutBatch batch in new[] { RolloutEngine.Run(world, new RandomPolicy(world.Spec), starts, horizon: 5), TorchEngine.Open(TorchEngine.Cpu).RollOut(world, new RandomPolicy(world.Spec), starts, horizon: 5) })
        {
            Assert.Equal((0, Ending.LeftSupport, 1e6f), (batch.Lengths[0], batch.Endings[0], batch.State(0, 0)[0]));
            Assert.True(batch.Lengths[1] > 0);
        }
    }

    [LibtorchFact]
    public void The_step_limit_cuts_rollouts_where_the_episode_began()
    {
        LearnedWorld trained = Tiny.Train();
        var layout = new WorldModelLayout(trained.Spec with { StepLimit = 10 }, trained.Normalizer, trained.Options);
        var world = new LearnedWorld(layout, [.. trained.Members], trained.StartStates);
        var starts = new StartStates([new RowKey(1, 0, 7), new RowKey(1, 1, 9)], Tiny.Data.States[..10]);
        RolloutBatch batch = TorchEngine.Open(TorchEngine.Cpu).RollOut(world, new RandomPolicy(world.Spec), starts, horizon: 20);
        Assert.InRange(batch.Lengths[0], 1, 3);
        Assert.Equal(1, batch.Lengths[1]);
        Assert.All(batch.Lengths.Zip(batch.Endings), end => Assert.NotEqual(Ending.None, end.Second));
    }

    [LibtorchFact]
    public void A_policy_that_no_device_knows_is_refused()
    {
        LearnedWorld world = Tiny.Train();
        Assert.Throws<ArgumentException>(() => TorchEngine.Open(TorchEngine.Cpu).RollOut(world, new PlannedPolicy([0]), StartStates.Episodes(world, 3, 1), 5));
    }

    [Fact]
    public void A_device_without_a_GPU_says_what_is_missing_and_auto_takes_the_cpu()
    {
        if (TorchEngine.WhyNot(TorchEngine.Cuda) is not { } reason) return;
        List<string> told = [];
        Assert.IsType<CpuEngine>(EngineChoice.Open(EngineChoice.Auto, told.Add));
        Assert.Equal([$"Device: cpu, since for cuda: {reason}"], told);
        Assert.Equal($"--device cuda: {reason}", Assert.Throws<InvalidOperationException>(() => EngineChoice.Open(TorchEngine.Cuda, told.Add)).Message);
        Assert.DoesNotContain('\n', reason);
    }
}
