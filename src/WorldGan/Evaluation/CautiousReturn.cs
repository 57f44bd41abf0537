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
        double known = batch.Return(row, discount: 1);
        if (world is not LearnedWorld learned || batch.Endings[row] is not (Ending.LeftSupport or Ending.Invalid)) return known;
        return known + (horizon - batch.Lengths[row]) * Math.Min(0, RewardRanges.Of(learned.Spec, learned.Normalizer).Low);
    }
}
