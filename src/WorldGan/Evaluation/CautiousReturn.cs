using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>
/// What an episode came to. One that left what the learned world knows has not ended: what follows until the step limit counts as the lowest that rewards allow, or nothing where that is more. Otherwise
/// whoever is lost early would look best in a world of costs.
/// </summary>
internal static class CautiousReturn
{
    /// <returns>Undiscounted return.</returns>
    public static double Of(IWorld world, RolloutBatch batch, int row, int horizon) =>
        batch.Return(row, discount: 1) + (world is LearnedWorld learned ? learned.Layout.Rewards.Returns(discount: 1, StepsBehind(batch, row, horizon)).Low : 0);

    /// <summary>How many steps of an episode lie behind the support: none where it ended otherwise.</summary>
    public static int StepsBehind(RolloutBatch batch, int row, int horizon) => batch.Endings[row] is Ending.LeftSupport or Ending.Invalid ? horizon - batch.Lengths[row] : 0;
}
