using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Simulators;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Benchmarks.Workloads;

/// <summary>Logs of CartPole under a random policy, and worlds learned from them just far enough to run.</summary>
internal static class CartPoleLog
{
    public static CartPole World { get; } = new();

    /// <summary>A log that fits the caches, as logs of this world do.</summary>
    public static TransitionSet Small { get; } = Record(10_000);

    public static TransitionSet Record(int transitions) =>
        TransitionSet.From(World.Spec, new Recorder(World, new RandomPolicy(World.Spec), seed: 0).Transitions(transitions));

    /// <summary>Networks of the default sizes with a correction of the mean, trained for a moment: a step costs what it costs after a long training.</summary>
    public static LearnedWorld Learned(int members) => WorldModelTrainer.Train(
        Small, new WorldModelOptions { Members = members, MeanSteps = 50, HeadSteps = 10, AdversarialSteps = 10, SupportMargin = 10 }, seed: 0, new TrainingSession());
}
