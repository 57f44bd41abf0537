using WorldGan.Numerics;
using WorldGan.Tests;
using WorldGan.Tests.Datasets;
using WorldGan.Tests.WorldModel;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Torch.Tests.Training;

/// <summary>Worlds that a device has learned are worlds like any other.</summary>
public class DeviceWorldTrainerTests
{
    public static TheoryData<WorldModelKind, WorldModelLoss?> Noises
    {
        get
        {
            var noises = new TheoryData<WorldModelKind, WorldModelLoss?>();
            foreach (WorldModelLoss loss in Enum.GetValues<WorldModelLoss>()) noises.Add(WorldModelKind.Gan, loss);
            foreach (WorldModelKind model in Enum.GetValues<WorldModelKind>()[1..]) noises.Add(model, null);
            return noises;
        }
    }

    [LibtorchTheory]
    [MemberData(nameof(Noises))]
    public void Every_model_and_loss_moves_all_networks_and_reports_as_the_CPU_engine_does(WorldModelKind model, WorldModelLoss? loss)
    {
        WorldModelOptions options = Tiny.Options with { Model = model, Loss = loss };
        Reports byCpu = new(), byTorch = new();
        LearnedWorld expected = WorldModelTrainer.Train(Tiny.Data, options, 5, new TrainingSession { Threads = 1, Progress = byCpu, StepsBetweenReports = 1 });
        LearnedWorld world = TorchEngine.Open(TorchEngine.Cpu).TrainWorld(Tiny.Data, options, 5, new TrainingSession { Threads = 1, Progress = byTorch, StepsBetweenReports = 1 });

        Assert.All(world.Members.SelectMany(m => m.Arrays), array => Assert.All((float[])array.Values, value => Assert.True(float.IsFinite(value), array.Name)));
        foreach ((WorldModelMember cpu, WorldModelMember torch) in expected.Members.Zip(world.Members))
        {
            Assert.Equal(cpu.Linear, torch.Linear);        // the same fit of the same rows
            foreach (((string name, Mlp<float> theirs), (_, Mlp<float> ours)) in cpu.Networks.Zip(torch.Networks)) Assert.False(theirs.Parameters.SequenceEqual(ours.Parameters), name);
        }

        Assert.Equal(byCpu.Names.Order(), byTorch.Names.Order());
        Assert.All(Tiny.Step(world, 50, Tiny.Data.State(3).ToArray(), 1).Endings, ending => Assert.NotEqual(Ending.Invalid, ending));
    }

    [LibtorchFact]
    public void What_an_end_pays_is_not_smeared_over_the_steps_before_it() =>
        PaidAtEnds.AssertKeptApart(TorchEngine.Open(TorchEngine.Cpu).TrainWorld(PaidAtEnds.Data, PaidAtEnds.Options, 5, new TrainingSession { Threads = 1 }));

    /// <summary>x ← 0.9 x ± 0.3 + 0.2 · normal: a scale of 0.2 is the answer, in whatever units.</summary>
    [LibtorchFact]
    public void The_noise_of_a_noisy_world_has_its_spread()
    {
        WorldModelOptions options = Tiny.Options with { NoiseWidth = 32, HeadWidth = 16, BatchSize = 128, MeanSteps = 100, ScaleSteps = 50, HeadSteps = 50, AdversarialSteps = 1200, Averaging = 0.99 };
        LearnedWorld world = TorchEngine.Open(TorchEngine.Cpu).TrainWorld(SmallWorld.Noisy.Record(60, 30), options, 1, new TrainingSession { Threads = 1 });
        float[] next = Tiny.Step(world, 2000, [0.5f], 1).NextStates;
        double mean = next.Average(x => (double)x), deviation = Math.Sqrt(next.Average(x => (x - mean) * (x - mean)));
        Assert.InRange(mean, 0.65, 0.85);                  // 0.75
        Assert.InRange(deviation, 0.13, 0.27);
    }

    [LibtorchFact]
    public void A_run_that_is_stopped_goes_on_from_its_last_whole_stage()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var session = new TrainingSession { Threads = 1, CheckpointFolder = folder.File("checkpoints"), StepsBetweenReports = 1 };
        IProgress<TrainingProgress> stopper = new Reports(report => { if (report.Stage == "world.heads") stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => TorchEngine.Open(TorchEngine.Cpu).TrainWorld(Tiny.Data, Tiny.Options, 5, session with { Cancellation = stop.Token, Progress = stopper }));

        var reports = new Reports();
        LearnedWorld world = TorchEngine.Open(TorchEngine.Cpu).TrainWorld(Tiny.Data, Tiny.Options, 5, session with { Progress = reports });
        Assert.Equal(["world.heads", "world.noise", "world.done"], reports.Stages.Distinct());
        Assert.Equal(2, world.MemberCount);
    }
}
