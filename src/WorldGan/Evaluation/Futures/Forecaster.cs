using WorldGan.Rollouts;
using WorldGan.Worlds;
using WorldGan.Worlds.Expressions;

namespace WorldGan.Evaluation.Futures;

/// <summary>Rolls futures out and counts what happens in them.</summary>
/// <example><code>
/// TrainedRun run = TrainedRun.Open("runs/arm");
/// StepCondition high = StepCondition.Parse("height > 1", run.World.Spec);
/// Forecast forecast = Forecaster.Of(run.Imagine(100), high);
/// </code></example>
public static class Forecaster
{
    /// <summary>Forecasts an event and the variables of the world. An episode that ends has no event any more; the step before the start counts for none.</summary>
    /// <param name="world">A learned world, or a true one.</param>
    /// <param name="policy">Who acts.</param>
    /// <param name="starts">Where the futures begin, one row each.</param>
    /// <param name="condition">The event: it happens with the first step of which the condition holds.</param>
    /// <param name="horizon">Steps to look ahead, at least 1.</param>
    /// <param name="memberOf">The member of an ensemble that a future follows, from 0; null where all follow the same world.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the forecast.</param>
    /// <exception cref="ArgumentException">There is no future, or there are too many for the memory.</exception>
    public static Forecast Run(
        IWorld world, IPolicy policy, StartStates starts, StepCondition condition, int horizon, Func<RowKey, int>? memberOf = null, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        if (starts.Count == 0) throw new ArgumentException("Expected at least one future, got none.");
        return Of(RolloutEngine.Run(world, policy, starts, horizon, threads, cancellation), condition, memberOf);
    }

    /// <summary>What rollouts of at least one step say of an event and of the variables of the world.</summary>
    /// <param name="futures">The rollouts, at least one.</param>
    /// <param name="condition">The event.</param>
    /// <param name="memberOf">As above.</param>
    public static Forecast Of(RolloutBatch futures, StepCondition condition, Func<RowKey, int>? memberOf = null)
    {
        ArgumentNullException.ThrowIfNull(futures);
        ArgumentNullException.ThrowIfNull(condition);
        int[] members = [.. futures.Starts.Select(key => memberOf?.Invoke(key) ?? 0)];
        var count = new EventTally(futures, condition, members);
        return new Forecast(
            condition.ToString(), futures.Horizon, futures.Count, [.. Enumerable.Range(1, futures.Horizon).Select(count.By)], count.Of(futures.Horizon), Endings(futures), Fans.Of(futures));
    }

    private static FutureEndings Endings(RolloutBatch batch)
    {
        return new FutureEndings(Count(Ending.Terminal), Count(Ending.TimeLimit), Count(Ending.LeftSupport), Count(Ending.Invalid), Count(Ending.None));

        int Count(Ending ending) => batch.Endings.Count(one => one == ending);
    }
}
