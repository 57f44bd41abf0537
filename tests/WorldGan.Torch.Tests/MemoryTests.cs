using TorchSharp;
using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.Tests.Export;
using WorldGan.Tests.WorldModel;
using WorldGan.Torch.Images;
using WorldGan.Torch.Networks;
using WorldGan.Torch.Policies;
using WorldGan.Torch.Tests.Images;
using WorldGan.Torch.Tests.StandIn;
using WorldGan.Torch.Tests.Worlds;
using WorldGan.Torch.Training;
using WorldGan.Torch.Worlds;
using WorldGan.WorldModel;
using WorldGan.Worlds;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests;

/// <summary>A step leaves no tensor behind. Counts what all threads hold, so it runs alone.</summary>
[Collection(nameof(LeakTests))]
public class MemoryTests
{
    private const int Steps = 1000;

    [LibtorchFact]
    public void Rollouts_hold_no_more_tensors_from_step_to_step()
    {
        LearnedWorld world = Tiny.Train();
        using var device = new DeviceWorld(world, CPU);
        using var random = new Randomness(CPU, 1);
        using DisposeScope outer = NewDisposeScope();
        var states = tensor(Tiny.Data.States[..(5 * 2 * 10)], [2, 10, 5]);
        var actions = ones(2, 10, ScalarType.Int64);
        HoldsAsManyAfter(() => device.Step(states, actions, StepChances.Draw(world.Layout, random, 2, 10)));
    }

    [LibtorchTheory]
    [MemberData(nameof(DeviceWorldTests.Worlds), MemberType = typeof(DeviceWorldTests))]
    public void A_rollout_in_any_world_gives_all_of_its_memory_back(string name, WorldModelKind model, int history, ulong seed)
    {
        LearnedWorld world = ExportedWorlds.Random(name, model, history, seed);
        StartStates starts = StartStates.Logged(ExportedWorlds.Record(name, history), 5, seed);
        TorchEngine engine = TorchEngine.Open(TorchEngine.Cpu);
        HoldsAsManyAfter(() => engine.RollOut(world, new RandomPolicy(world.Spec), starts, horizon: 3), times: 3);
    }

    [LibtorchFact]
    public void Trainings_give_all_of_their_memory_back()
    {
        TorchEngine engine = TorchEngine.Open(TorchEngine.Cpu);
        var session = new TrainingSession { Threads = 1 };
        PolicyOptions policy = new() { Members = 2, HiddenWidth = 16, Steps = 10, BatchSize = 16, Rows = 6, BranchSteps = 4, ReplayCapacity = 1000 };
        LearnedWorld world = Tiny.Train();
        HoldsAsManyAfter(() => engine.TrainWorld(Tiny.Data, Tiny.Options, 1, session), times: 2);
        HoldsAsManyAfter(() => engine.TrainPolicy(world, Tiny.Data, policy, 1, session), times: 2);
        HoldsAsManyAfter(() => engine.RollOut(world, engine.TrainPolicy(world, Tiny.Data, policy, 1, session), StartStates.Episodes(world, 4, 1), horizon: 3), times: 2);
    }

    [LibtorchFact]
    public void The_game_of_critic_and_generator_holds_no_more_tensors_from_step_to_step()
    {
        var trainer = new AdversarialTrainerOf(Tiny.Options with { AdversarialSteps = 2 * Steps });
        using var stage = trainer.Stage;
        HoldsAsManyAfter(() => stage.Step());
    }

    [LibtorchFact]
    public void The_training_of_a_policy_holds_no_more_tensors_from_step_to_step()
    {
        PolicyOptions options = new PolicyOptions { Members = 2, HiddenWidth = 16, Steps = 2 * Steps, BatchSize = 16, Rows = 6, BranchSteps = 4, ReplayCapacity = 1000, ReturnSteps = 2 }.Resolved();
        using var trainer = new DeviceDqnTrainer(Tiny.Train(), Tiny.Data, Normalizer.Measure(Tiny.Data), options, 1, new TrainingSession { Threads = 1 }, CPU);
        int step = 0;
        HoldsAsManyAfter(() => trainer.Step(step++, measures: true));
    }

    [LibtorchFact]
    public void The_training_of_a_world_of_images_holds_no_more_tensors_from_step_to_step()
    {
        using FrameLog log = Ball.Log();
        using FrameTrainer trainer = Ball.Trainer(log, Ball.Tiny with { Channels = 4, BatchSize = 2, Scales = 1 });
        HoldsAsManyAfter(() => trainer.Step(measures: false));
    }

    private static void HoldsAsManyAfter(Action step, int times = Steps)
    {
        Scoped();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = TorchSharp.torch.Tensor.TotalCount;
        for (int i = 0; i < times; i++) Scoped();
        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);

        void Scoped()
        {
            using DisposeScope scope = NewDisposeScope();
            step();
        }
    }

    /// <summary>The members of a tiny world, brought to the stage of their noise.</summary>
    private sealed class AdversarialTrainerOf
    {
        public AdversarialTrainerOf(WorldModelOptions options)
        {
            WorldModelLayout layout = Tiny.LayoutOf(Tiny.Data, options);
            EpisodeSplit split = EpisodeSplit.Draw(Tiny.Data, options.HeldOutShare, 1);
            MemberTrainer[] members = [.. Enumerable.Range(0, 2).Select(index => new MemberTrainer(layout, Tiny.Data, split, 1, index))];
            foreach (MemberTrainer member in members)
                while (member.Stage != WorldModelStage.Noise) member.Step();
            var log = new DeviceLog(layout, Tiny.Data, split.Training, CPU);
            var random = new Randomness(CPU, 1);
            WorldGan.WorldModel.Noise.AdversarialTrainer[] trainers = [.. members.Select(m => (WorldGan.WorldModel.Noise.AdversarialTrainer)m.Noise!)];
            Stage = new AdversarialStage(trainers, layout, log, new NoiseDraws(log, [.. members.Select(m => m.Residuals!)], [.. trainers.Select(t => t.Generator.OutcomeUnits.ToArray())], random));
        }

        public AdversarialStage Stage { get; }
    }
}
