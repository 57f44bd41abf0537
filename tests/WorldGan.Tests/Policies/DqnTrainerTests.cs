using FsCheck.Xunit;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Tests.Rollouts;

namespace WorldGan.Tests.Policies;

public class DqnTrainerTests
{
    private static readonly PolicyOptions Tiny = new()
    {
        Members = 1, HiddenWidth = 8, Steps = 40, BatchSize = 16, Rows = 30, ReplayCapacity = 1000, BranchSteps = 10, GradientStepsPerRolloutStep = 1,
    };

    [Property(MaxTest = 20)]
    public void Stopped_and_restored_at_any_step_it_ends_with_the_same_bits(byte at)
    {
        using var folder = new TemporaryFolder();
        DqnTrainer whole = Start("learned gears", Tiny), first = Start("learned gears", Tiny), second = Start("learned gears", Tiny);
        Run(whole, Tiny.Steps);
        Run(first, at % (Tiny.Steps + 1));
        Checkpoint.Write(folder.File("checkpoint"), first.State);
        second.Restore(Checkpoint.Open(folder.File("checkpoint")));
        Assert.Equal(first.StepsDone, second.StepsDone);
        Run(second, Tiny.Steps - first.StepsDone);
        Assert.True(second.IsDone);
        foreach (var (expected, got) in whole.State.Zip(second.State)) Assert.Equal(expected.Values, got.Values);
    }

    [Fact]
    public void Members_of_neighbouring_seeds_learn_apart()
    {
        DqnTrainer[] trainers = [Start("gears", Tiny), Start("gears", Tiny, index: 1), Start("gears", Tiny, seed: 9)];
        foreach (DqnTrainer trainer in trainers) Run(trainer, 5);
        Assert.Equal(3, trainers.Select(trainer => string.Join(' ', trainer.Average.Parameters)).Distinct().Count());
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

    private static DqnTrainer Start(string name, PolicyOptions options, ulong seed = 8, int index = 0)
    {
        TestWorld test = TestWorld.Find(name);
        return new DqnTrainer(test.World, test.Data, Normalizer.Measure(test.Data), options, seed, index);
    }

    private static DqnTrainer Start(InvalidWorld world, TestWorld test, PolicyOptions options) =>
        new(world, test.Data, Normalizer.Measure(test.Data), options, seed: 8, index: 0);

    private static void Run(DqnTrainer trainer, int steps)
    {
        for (int i = 0; i < steps; i++) trainer.Step();
    }
}
