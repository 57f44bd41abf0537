using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Policies.Sources;
using WorldGan.Tests.Numerics;
using WorldGan.Tests.Rollouts;
using WorldGan.WorldModel;

namespace WorldGan.Tests.Policies;

public class DqnTrainerTests
{
    private static readonly PolicyOptions Tiny = new()
    {
        Members = 1,
        HiddenWidth = 8,
        Steps = 40,
        BatchSize = 16,
        Rows = 30,
        ReplayCapacity = 1000,
        BranchSteps = 10,
        GradientStepsPerRolloutStep = 1,
    };

    /// <summary>Every part at least once.</summary>
    private static readonly PolicyOptions[] Variants =
    [
        Tiny,
        Tiny with { Value = ValueKind.QrDqn, Network = NetworkKind.Plain, Sampling = SamplingKind.Prioritised, ReturnSteps = 3 },
        Tiny with { Value = ValueKind.C51, Source = PolicySource.Simulator, BranchSteps = null, Sampling = SamplingKind.Prioritised },
        Tiny with { UncertaintyPenalty = 1, UncertaintyQuantile = 0.9, ConservativeWeight = 0.5, FirstBranchSteps = 2 },
        Tiny with { Value = ValueKind.Gan, Sampling = SamplingKind.Prioritised, ConservativeWeight = 0.5 },
        new() { Source = PolicySource.Log, HiddenWidth = 8, Steps = 40, BatchSize = 16, Sampling = SamplingKind.Prioritised, ReturnSteps = 2 },
        Tiny with { Reward = RewardKind.Imitation, ImitationLoss = WorldModelLoss.WganGp, Value = ValueKind.QrDqn, UncertaintyQuantile = 0.9 },
        Tiny with { Reward = RewardKind.Imitation, Sampling = SamplingKind.Prioritised },
    ];

    [Property(MaxTest = 20)]
    public void Stopped_and_restored_at_any_step_it_ends_with_the_same_bits(byte at, byte variant)
    {
        using var folder = new TemporaryFolder();
        PolicyOptions options = Variants[variant % Variants.Length];
        DqnTrainer whole = Start("learned gears", options), first = Start("learned gears", options), second = Start("learned gears", options);
        Run(whole, Tiny.Steps);
        Run(first, at % (Tiny.Steps + 1));
        Checkpoint.Write(folder.File("checkpoint"), first.State);
        second.Restore(Checkpoint.Open(folder.File("checkpoint")));
        Assert.Equal(first.StepsDone, second.StepsDone);
        Run(second, Tiny.Steps - first.StepsDone);
        Assert.True(second.IsDone);
        foreach (var (expected, got) in whole.State.Zip(second.State)) Assert.Equal(expected.Values, got.Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_step_allocates_nothing_whether_it_makes_transitions_or_not(int variant)
    {
        TransitionSet data = Tests.WorldModel.Tiny.Data;         // a world of its own: another thread in it would take its buffers
        PolicyOptions options = Variants[variant] with { Steps = 1000 };
        if (options.Source != PolicySource.Log) options = options with { GradientStepsPerRolloutStep = 2 };
        var trainer = new DqnTrainer(CautiousWorld.Of(Tests.WorldModel.Tiny.Train(), data, options.Resolved()), data, Normalizer.Measure(data), options, seed: 8, index: 0, experts: ExpertsFor(options, data));
        Assert.Equal(0, Allocated.Bytes(() => trainer.Step()));
    }

    [Fact]
    public void Members_of_neighbouring_seeds_learn_apart()
    {
        DqnTrainer[] trainers = [Start("gears", Tiny), Start("gears", Tiny, index: 1), Start("gears", Tiny, seed: 9)];
        foreach (DqnTrainer trainer in trainers) Run(trainer, 5);
        Assert.Equal(3, trainers.Select(trainer => string.Join(' ', trainer.Average.Parameters)).Distinct().Count());
    }

    [Fact]
    public void The_online_network_learns_towards_the_averaged_one()
    {
        DqnTrainer slow = Start("gears", Tiny with { TargetAveraging = 0.9 }), fast = Start("gears", Tiny with { TargetAveraging = 0 });
        Run(slow, 10);
        Run(fast, 10);
        Assert.NotEqual(Online(slow), Online(fast));
    }

    [Fact]
    public void The_learning_rate_falls_to_zero()
    {
        DqnTrainer trainer = Start("gears", Tiny);
        float first = LargestMove(trainer);
        Run(trainer, Tiny.Steps - 2);
        // Adam moves by about the learning rate, and (1 + cos(39π/40)) / 2 = 0.0015.
        Assert.InRange(LargestMove(trainer), 0, 0.02f * first);
    }

    [Fact]
    public void Where_nothing_could_be_imagined_yet_the_log_fills_the_batch()
    {
        TestWorld test = TestWorld.Find("gears");
        DqnTrainer trainer = Start(new InvalidWorld(test.World), test, Tiny with { LoggedShare = 0 }), logged = Start("gears", Tiny with { LoggedShare = 1 });
        Run(trainer, 10);
        Run(logged, 10);
        Assert.Equal(logged.Average.Parameters, trainer.Average.Parameters);
    }

    [Fact]
    public void Where_nothing_can_ever_be_imagined_the_training_stops()
    {
        TestWorld test = TestWorld.Find("gears");
        const string Expected = "expected finite steps in the world, got none";
        DqnTrainer trainer = Start(new InvalidWorld(test.World), test, Tiny with { Steps = 1000 });
        Run(trainer, 100);
        Assert.Contains("at step 100: " + Expected, Assert.Throws<InvalidOperationException>(() => trainer.Step()).Message);

        DqnTrainer shorter = Start(new InvalidWorld(test.World), test, Tiny);
        Run(shorter, Tiny.Steps - 1);
        Assert.Contains(Expected, Assert.Throws<InvalidOperationException>(() => shorter.Step()).Message);

        Run(Start(new InvalidWorld(test.World), test, Tiny with { LoggedShare = 1 }), Tiny.Steps);
    }

    private static DqnTrainer Start(string name, PolicyOptions options, ulong seed = 8, int index = 0)
    {
        TestWorld test = TestWorld.Find(name);
        return new DqnTrainer(CautiousWorld.Of(test.World, test.Data, options.Resolved()), test.Data, Normalizer.Measure(test.Data), options, seed, index, experts: ExpertsFor(options, test.Data));
    }

    private static DqnTrainer Start(InvalidWorld world, TestWorld test, PolicyOptions options) =>
        new(world, test.Data, Normalizer.Measure(test.Data), options, seed: 8, index: 0);

    private static TransitionSet? ExpertsFor(PolicyOptions options, TransitionSet data) => options.Reward == RewardKind.Imitation ? data : null;

    private static float[] Online(DqnTrainer trainer) => [.. (float[])trainer.State.Single(s => s.Name == "parameters").Values];

    private static float LargestMove(DqnTrainer trainer)
    {
        float[] before = Online(trainer);
        Run(trainer, 1);
        return before.Zip(Online(trainer)).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    private static void Run(DqnTrainer trainer, int steps)
    {
        for (int i = 0; i < steps; i++) trainer.Step();
    }
}
