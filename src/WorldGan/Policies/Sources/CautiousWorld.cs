using WorldGan.Datasets;
using WorldGan.Numerics;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Policies.Sources;

/// <summary>
/// A learned world that shies away from what it does not know: rewards lose λ times the members' disagreement (MOPO, arXiv:2005.13239, equation 4), and a row stops at a step of
/// which they disagree more than at nearly all logged ones (arXiv:2512.04341).
/// </summary>
internal sealed class CautiousWorld : IWorld
{
    private const int MostLoggedRows = 10_000;             // for the limit: a quantile of 0.999 still has ten of them above it

    private readonly LearnedWorld _world;
    private readonly Spares<EnsembleMean> _means;

    /// <param name="world">A learned world of several members.</param>
    /// <param name="data">The log that it was learned from.</param>
    /// <param name="penalty">λ.</param>
    /// <param name="quantile">Share of the log's steps whose disagreement is no reason to stop.</param>
    /// <param name="ending">How a row stops.</param>
    public CautiousWorld(LearnedWorld world, TransitionSet data, double penalty, double quantile, Ending ending = Worlds.Ending.LeftSupport)
    {
        (_world, Penalty, Ending) = (world, penalty, ending);
        _means = new Spares<EnsembleMean>(() => new EnsembleMean(world));
        Limit = quantile < 1 ? LimitOf(data, quantile) : double.PositiveInfinity;
    }

    public WorldSpec Spec => _world.Spec;

    /// <summary>What a unit of disagreement takes off a reward.</summary>
    public double Penalty { get; }

    /// <summary>The disagreement above which a row stops.</summary>
    public double Limit { get; }

    /// <summary>How it stops.</summary>
    public Ending Ending { get; }

    /// <summary>The world that the options ask for.</summary>
    /// <exception cref="ArgumentException">They ask for caution in a world whose members cannot disagree.</exception>
    public static IWorld? Of(IWorld? world, TransitionSet data, PolicyOptions options)
    {
        if (options.UncertaintyPenalty is null or 0 && options.UncertaintyQuantile is null or 1) return world;
        if (world is LearnedWorld { Layout.Outcomes: 0 })
            throw new ArgumentException("UncertaintyPenalty and UncertaintyQuantile: expected a world with continuous variables, about which members disagree, got one of categories and flags alone.");
        if (world is not LearnedWorld { MemberCount: > 1 } learned)
            throw new ArgumentException("UncertaintyPenalty and UncertaintyQuantile: expected a learned world of several members, which can disagree, got another.");
        Ending ending = options.UncertaintyEnding == UncertaintyEnding.TimeLimit ? Worlds.Ending.TimeLimit : Worlds.Ending.LeftSupport;
        return new CautiousWorld(learned, data, options.UncertaintyPenalty ?? 0, options.UncertaintyQuantile!.Value, ending);
    }

    public void Reset(ReadOnlySpan<RowKey> keys, Span<float> states) => _world.Reset(keys, states);

    public void Step(StepBatch batch)
    {
        _world.Step(batch);
        EnsembleMean mean = _means.Take();
        ReadOnlySpan<double> spreads = mean.Spreads(batch.States, batch.Actions);
        for (int row = 0; row < batch.Count; row++)
        {
            batch.Rewards[row] -= (float)(Penalty * spreads[row]);
            if (spreads[row] > Limit && batch.Endings[row] == Worlds.Ending.None) batch.Endings[row] = Ending;
        }

        _means.Return(mean);
    }

    private double LimitOf(TransitionSet data, double quantile)
    {
        int[] rows = RowSelection.Spread([.. Enumerable.Range(0, data.Count)], MostLoggedRows);
        float[] states = [.. rows.SelectMany(row => data.State(row).ToArray())];
        double[] spreads = new EnsembleMean(_world).Spreads(states, [.. rows.Select(row => data.Actions[row])]).ToArray();
        Array.Sort(spreads);
        return spreads[(int)(quantile * (spreads.Length - 1))];
    }
}
