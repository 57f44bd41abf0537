using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>
/// What computes the heavy stages of a run, each as a whole, so that nothing has to leave the memory of a device inside a loop. Whatever the engine, a world is an
/// ordinary <see cref="LearnedWorld"/> and a policy an ordinary <see cref="QPolicy"/>: saved, served and scored alike.
/// </summary>
public interface IEngine
{
    /// <summary>The device, by the name that <c>--device</c> takes and run.json keeps, such as <c>cpu</c>.</summary>
    string Device { get; }

    /// <summary>Refuses settings of a world that this engine cannot learn, before anything is learned.</summary>
    /// <exception cref="ArgumentException">It cannot; the message names the setting, what is expected and what was got.</exception>
    void Expect(WorldModelOptions options);

    /// <summary>Refuses settings of a policy that this engine cannot learn, before anything is learned.</summary>
    /// <exception cref="ArgumentException">It cannot; the message names the setting, what is expected and what was got.</exception>
    void Expect(PolicyOptions options);

    /// <inheritdoc cref="WorldModelTrainer.Train"/>
    LearnedWorld TrainWorld(TransitionSet data, WorldModelOptions options, ulong seed, TrainingSession session);

    /// <inheritdoc cref="PolicyTrainer.Train"/>
    QPolicy TrainPolicy(IWorld? world, TransitionSet data, PolicyOptions options, ulong seed, TrainingSession session, TransitionSet? experts = null);

    /// <inheritdoc cref="RolloutEngine.Run(IWorld, IPolicy, StartStates, int, int, CancellationToken, RolloutBatch)"/>
    RolloutBatch RollOut(IWorld world, IPolicy policy, StartStates starts, int horizon, int threads = 1, CancellationToken cancellation = default);
}
