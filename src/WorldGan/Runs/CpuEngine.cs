using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>The default engine: managed code that runs wherever .NET runs, with the same bits everywhere.</summary>
public sealed class CpuEngine : IEngine
{
    /// <summary>The name of its device.</summary>
    public const string DeviceName = "cpu";

    /// <inheritdoc/>
    public string Device => DeviceName;

    /// <summary>It learns all that can be named.</summary>
    public void Expect(WorldModelOptions options)
    {
    }

    /// <summary>It learns all that can be named.</summary>
    public void Expect(PolicyOptions options)
    {
    }

    /// <inheritdoc/>
    public LearnedWorld TrainWorld(TransitionSet data, WorldModelOptions options, ulong seed, TrainingSession session) => WorldModelTrainer.Train(data, options, seed, session);

    /// <inheritdoc/>
    public QPolicy TrainPolicy(IWorld? world, TransitionSet data, PolicyOptions options, ulong seed, TrainingSession session, TransitionSet? experts = null) =>
        PolicyTrainer.Train(world, data, options, seed, session, experts);

    /// <inheritdoc/>
    public RolloutBatch RollOut(IWorld world, IPolicy policy, StartStates starts, int horizon, int threads = 1, CancellationToken cancellation = default) =>
        RolloutEngine.Run(world, policy, starts, horizon, threads, cancellation);
}
