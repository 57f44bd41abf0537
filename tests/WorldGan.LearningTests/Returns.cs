using WorldGan.Rollouts;
using WorldGan.Worlds;

namespace WorldGan.LearningTests;

/// <summary>What policies earn.</summary>
internal static class Returns
{
    /// <summary>Mean return of 100 episodes, always from the same beginnings.</summary>
    public static double Mean(IWorld world, IPolicy policy)
    {
        RolloutBatch batch = RolloutEngine.Run(world, policy, StartStates.Episodes(world, 100, seed: 1000), horizon: 500);
        return Enumerable.Range(0, batch.Count).Average(row => batch.Return(row, discount: 1));
    }
}
