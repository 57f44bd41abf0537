using WorldGan.Datasets;
using WorldGan.Worlds;

namespace WorldGan.Evaluation.Outcomes;

/// <summary>Compares worlds with the true one at held-out states and actions: many next states of each.</summary>
internal sealed class OutcomeComparison
{
    private const int MostConditions = 400;
    private const int Samples = 256;

    private readonly IWorld _truth;
    private readonly Conditions _conditions;
    private readonly OutcomeSpace _space;
    private readonly OutcomeSamples _real;
    private readonly ulong _seed;

    /// <param name="truth">The true world.</param>
    /// <param name="data">The log, which gives the units.</param>
    /// <param name="heldOut">Rows of the log that are compared.</param>
    /// <param name="seed">Seed of the samples.</param>
    public OutcomeComparison(IWorld truth, TransitionSet data, int[] heldOut, ulong seed)
    {
        (_truth, _seed) = (truth, seed);
        _conditions = Conditions.Of(data, heldOut, MostConditions);
        _space = new OutcomeSpace(data, Normalizer.Measure(data));
        _real = OutcomeSamples.Draw(truth, _conditions, _space, Samples, seed);
        Floor = Score(truth, seed + 1);
    }

    /// <summary>The true world against itself: what a perfect model would come to.</summary>
    public OutcomeScore Floor { get; }

    /// <summary>Scores a world.</summary>
    public OutcomeScore Score(IWorld world) => Score(world, _seed);

    private OutcomeScore Score(IWorld world, ulong seed) => OutcomeScore.Of(_truth, _conditions, _space, _real, OutcomeSamples.Draw(world, _conditions, _space, Samples, seed));
}
