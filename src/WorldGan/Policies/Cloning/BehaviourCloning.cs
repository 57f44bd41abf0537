using WorldGan.Datasets;
using WorldGan.Numerics;

namespace WorldGan.Policies.Cloning;

/// <summary>Turns a log into the policy that made it.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// ClonedPolicy clone = BehaviourCloning.Train(run.Data, seed: 1, new TrainingSession());
/// ClonedPolicyFile.Write("clone.safetensors", clone, LearnedWorldFile.Read("runs/arm/world.safetensors").Provenance);
/// </code></example>
public static class BehaviourCloning
{
    /// <summary>Trains; the result depends on data and seed only.</summary>
    /// <param name="data">The log.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="session">Progress, cancellation and checkpoints.</param>
    /// <exception cref="OperationCanceledException">The session was cancelled; the checkpoint holds what was done.</exception>
    /// <exception cref="InvalidOperationException">A loss or a weight is no longer finite.</exception>
    public static ClonedPolicy Train(TransitionSet data, ulong seed, TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(session);
        Normalizer normalizer = Normalizer.Measure(data);
        Mlp<float>? network = null;
        MemberRuns.Run(1, session, "policy.behaviour", _ => new CloneTrainer(data, normalizer, new CloneOptions(), seed), (_, run) => network = ((CloneTrainer)run).Kept);
        return new ClonedPolicy(data.Spec, normalizer, network!);
    }
}
