using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies.Cloning;
using WorldGan.Worlds;

namespace WorldGan.Policies.Baselines;

/// <summary>Learns what a policy must be compared with, from the same rows and with the same networks and budget.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// IPolicy bcq = BaselineTrainer.Train(PolicyBaseline.Bcq, run.Data, new PolicyOptions { HiddenWidth = 8, Steps = 60 }, seed: 1, new TrainingSession());
/// </code></example>
public static class BaselineTrainer
{
    private const double ConservativeWeight = 0.3;         // the best of 0.03, 0.1, 0.3 and 1 on random logs of CartPole, seeds 100 to 102 (README.md)
    private const double BehaviourThreshold = 0.3;         // the paper's

    /// <summary>Trains a baseline; the result depends on data, options and seed only.</summary>
    /// <param name="baseline">Which one.</param>
    /// <param name="data">The log.</param>
    /// <param name="options">Settings of the policy that is compared: its members, networks, steps and batch are the baseline's, and its rates where they were chosen.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="session">Threads, progress, cancellation and checkpoints.</param>
    /// <returns>A <see cref="ClonedPolicy"/>, its greedy version or a <see cref="QPolicy"/>.</returns>
    public static IPolicy Train(PolicyBaseline baseline, TransitionSet data, PolicyOptions options, ulong seed, TrainingSession session) => baseline switch
    {
        PolicyBaseline.Cloned => BehaviourCloning.Train(data, seed, session),
        PolicyBaseline.GreedyClone => BehaviourCloning.Train(data, seed, session).Greedy,
        _ => PolicyTrainer.Train(null, data, Options(baseline, options), seed, session),
    };

    internal static PolicyOptions Options(PolicyBaseline baseline, PolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new PolicyOptions
        {
            Source = PolicySource.Log,
            Value = ValueKind.DoubleQ,
            Members = options.Members,
            HiddenWidth = options.HiddenWidth,
            Steps = options.Steps,
            BatchSize = options.BatchSize,
            LearningRate = options.Unresolved().LearningRate,          // where one was chosen; the policy's own default is that of its values, not of these
            TargetAveraging = options.TargetAveraging,
            ConservativeWeight = baseline == PolicyBaseline.Cql ? ConservativeWeight : 0,
            BehaviourThreshold = baseline == PolicyBaseline.Bcq ? BehaviourThreshold : 0,
        };
    }
}
