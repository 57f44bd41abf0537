using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Torch.Tests;

/// <summary>The whole way on libtorch's CPU, with a small budget: what a policy learns from a random log alone is worth something in the true world.</summary>
public class TorchLearningTests
{
    private static readonly WorldModelOptions World = new()
    {
        Members = 2,
        MeanWidth = 32,
        NoiseWidth = 32,
        HeadWidth = 32,
        BatchSize = 128,
        MeanSteps = 1500,
        ScaleSteps = 300,
        HeadSteps = 1500,
        AdversarialSteps = 300,
    };

    private static readonly PolicyOptions Policy = new() { Members = 1, HiddenWidth = 64, Steps = 3000, BatchSize = 128, TargetAveraging = 0.99 };

    [LibtorchFact]
    public void From_3000_random_transitions_of_cartpole_policies_are_learned_that_never_saw_the_true_world()
    {
        // One seed's return hangs on libtorch's rounding, which is another on each kind of processor.
        double mean = Enumerable.Range(0, 4).Average(seed => ReturnOf((ulong)seed));
        Assert.InRange(mean, 120, 500);                    // a random policy earns 22
    }

    private static double ReturnOf(ulong seed)
    {
        var world = new CartPole();
        TransitionSet log = TransitionSet.From(world.Spec, new Recorder(world, new RandomPolicy(world.Spec), seed).Transitions(3000));
        var session = new TrainingSession { Threads = 1 };
        TorchEngine engine = TorchEngine.Open(TorchEngine.Cpu);
        LearnedWorld learned = engine.TrainWorld(log, World, seed, session);
        QPolicy policy = engine.TrainPolicy(learned, log, Policy, seed, session);
        RolloutBatch episodes = RolloutEngine.Run(world, policy, StartStates.Episodes(world, 100, seed: 1000), horizon: 500);
        return Enumerable.Range(0, episodes.Count).Average(row => episodes.Return(row, discount: 1));
    }
}
