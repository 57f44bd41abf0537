using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks;

/// <summary>What the benchmarks work on: CartPole, a random log of it, and worlds learned from that just far enough to run.</summary>
internal static class Workload
{
    public static CartPole World { get; } = new();

    public static TransitionSet Data { get; } =
        TransitionSet.From(World.Spec, new Recorder(World, new RandomPolicy(World.Spec), seed: 0).Transitions(2000));

    /// <summary>Networks of the default sizes with a correction of the mean, trained for a moment: a step costs what it costs after a long training.</summary>
    public static LearnedWorld Learned(int members) => WorldModelTrainer.Train(
        Data, new WorldModelOptions { Members = members, MeanSteps = 50, HeadSteps = 10, AdversarialSteps = 10, SupportMargin = 10 }, seed: 0, new TrainingSession());
}
