using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Policies.Planning;

/// <summary>Plans anew in a world before every action and takes the first one of the plan. The same key and state give the same action.</summary>
public sealed class PlanningPolicy : IPolicy
{
    private readonly IPlanSearch _search;
    private readonly int _width, _threads;

    private PlanningPolicy(IPlanSearch search, WorldSpec spec, int threads) => (_search, _width, _threads) = (search, spec.State.Count, threads);

    /// <summary>Plans by the cross-entropy method.</summary>
    /// <param name="world">The world to plan in: a learned one, or a true one.</param>
    /// <param name="options">Settings.</param>
    /// <param name="lowestReturn">The worth of a state beyond the log's support: the lowest return that rewards allow, or 0 where that is positive.</param>
    /// <param name="values">What comes behind the horizon; null counts nothing.</param>
    /// <param name="threads">Threads to use where several rows act at once; the result does not depend on it.</param>
    public static PlanningPolicy CrossEntropy(IWorld world, PlanningOptions options, double lowestReturn, QPolicy? values = null, int threads = 1)
    {
        PlanRating rating = Rating(world, options, lowestReturn, values);
        return new PlanningPolicy(new CrossEntropyMethod(rating, world.Spec.Actions.Count, options), world.Spec, threads);
    }

    /// <summary>Plans by random shooting, with as many rollouts as <see cref="CrossEntropy"/>.</summary>
    /// <inheritdoc cref="CrossEntropy"/>
    public static PlanningPolicy RandomShooting(IWorld world, PlanningOptions options, double lowestReturn, QPolicy? values = null, int threads = 1)
    {
        PlanRating rating = Rating(world, options, lowestReturn, values);
        return new PlanningPolicy(new RandomShooting(rating, world.Spec.Actions.Count, options), world.Spec, threads);
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<RowKey> keys, ReadOnlySpan<float> states, Span<int> actions)
    {
        if (states.Length != keys.Length * _width) throw new ArgumentException($"Expected states of shape [{keys.Length}, {_width}], got {states.Length} numbers.");
        RowKey[] planKeys = [.. keys.ToArray().Select(Apart)];
        float[] all = states.ToArray();
        var chosen = new int[keys.Length];
        ParallelLoop.Run(chosen.Length, _threads, CancellationToken.None, row => chosen[row] = _search.FirstAction(planKeys[row], all.AsSpan(row * _width, _width)));
        chosen.CopyTo(actions);
    }

    private static PlanRating Rating(IWorld world, PlanningOptions options, double lowestReturn, QPolicy? values)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        return new PlanRating(world, new PlanTail(Math.Min(lowestReturn, 0), values), options);
    }

    /// <summary>A seed of each decision's own: a plan must not know the futures of the world that it is carried out in, which hang on the row's key.</summary>
    private static RowKey Apart(RowKey key) =>
        key with { Seed = DerivedSeed.Of(DerivedSeed.Of(key.Seed, RandomPurpose.Planning, (int)key.Trajectory), RandomPurpose.Planning, (int)key.Step) };
}
