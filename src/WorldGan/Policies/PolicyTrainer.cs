using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies.Cloning;
using WorldGan.Policies.Sources;
using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>Turns a world and a log into a policy.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// var options = new PolicyOptions { Value = ValueKind.QrDqn, HiddenWidth = 8, Steps = 60 };                     // the defaults take a minute
/// QPolicy policy = PolicyTrainer.Train(run.World, run.Data, options, seed: 1, new TrainingSession());
/// </code></example>
public static class PolicyTrainer
{
    /// <summary>Trains all members, in parallel where there are threads; the result depends on world, data, options and seed only.</summary>
    /// <param name="world">Where transitions are made: a learned world, or a true one; null where the log is their only source.</param>
    /// <param name="data">The log: where branches start, and part of every batch.</param>
    /// <param name="options">Settings.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="session">Threads, progress, cancellation and checkpoints.</param>
    /// <param name="experts">What is imitated, where that is the reward; its own rewards do not count, and its rows may stand in the log, too.</param>
    /// <exception cref="ArgumentException">A setting is of no use to the chosen parts or the world, or there is no world for the source.</exception>
    /// <exception cref="OperationCanceledException">The session was cancelled; the checkpoints hold what was done.</exception>
    /// <exception cref="InvalidOperationException">A loss or a weight is no longer finite, or no step of the world is.</exception>
    public static QPolicy Train(IWorld? world, TransitionSet data, PolicyOptions options, ulong seed, TrainingSession session, TransitionSet? experts = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(session);
        options = options.Resolved();
        if (options.Reward == RewardKind.Imitation != experts is not null)
            throw new ArgumentException($"Reward {options.Reward}: expected {(experts is null ? "an expert's steps to imitate, got none" : "no expert, got one")}.");
        if (options.Reward == RewardKind.Logged && !data.HasRewards) throw new ArgumentException("Reward Logged: expected a log with rewards, got one without.");
        Normalizer normalizer = Normalizer.Measure(data);
        IWorld? cautious = CautiousWorld.Of(world, data, options);
        ClonedPolicy? behaviour = options.BehaviourThreshold > 0 ? BehaviourCloning.Train(data, seed, session) : null;
        var networks = new Mlp<float>[options.Members];
        MemberRuns.Run(options.Members, session, "policy",
            index => new DqnTrainer(cautious, data, normalizer, options, seed, index, behaviour, experts),
            (index, run) => networks[index] = ((DqnTrainer)run).Average);
        return new QPolicy(data.Spec, normalizer, options, networks, behaviour);
    }
}
