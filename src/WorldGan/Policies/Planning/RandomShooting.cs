using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies.Planning;

/// <summary>Random shooting: plans of random actions, and the first action of the best one.</summary>
internal sealed class RandomShooting(PlanRating rating, int actions, PlanningOptions options) : IPlanSearch
{
    public int FirstAction(RowKey key, ReadOnlySpan<float> state)
    {
        var random = new RandomStream(key.Seed, RandomPurpose.Planning, key.Trajectory, key.Step);
        var plans = new int[options.Population * options.Iterations * options.Horizon];
        for (int i = 0; i < plans.Length; i++) plans[i] = random.NextInt32(actions);
        double[] returns = rating.Rate(key with { Trajectory = 0 }, state, plans);
        return plans[Array.IndexOf(returns, returns.Max()) * options.Horizon];
    }
}
