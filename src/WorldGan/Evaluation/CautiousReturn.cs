using WorldGan.Datasets;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>
/// What an episode came to. One that left what the learned world knows has not ended: until the step limit each further step counts as the lowest reward there is, or nothing where that is more. Otherwise
/// whoever is lost early would look best in a world of costs.
/// </summary>
internal static class CautiousReturn
{
    /// <returns>Undiscounted return.</returns>
    public static double Of(IWorld world, RolloutBatch batch, int row, int horizon)
    {
        double lowest = world is LearnedWorld learned ? RewardRanges.Of(learned.Spec, learned.Normalizer).Low : 0;
        return batch.Return(row, discount: 1) + StepsBehind(batch, row, horizon) * Math.Min(0, lowest);
    }

    /// <summary>How many steps of an episode lie behind the support: none where it ended otherwise.</summary>
    public static int StepsBehind(RolloutBatch batch, int row, int horizon) => batch.Endings[row] is Ending.LeftSupport or Ending.Invalid ? horizon - batch.Lengths[row] : 0;
}
