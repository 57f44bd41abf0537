using WorldGan.Worlds;

namespace WorldGan.Policies.Imitation;

/// <summary>
/// After a terminal step there is one state that nothing leaves (arXiv:1809.02925, section 4.2). It has a reward as others have, so that neither long nor short
/// episodes are favoured by the sign that rewards happen to have.
/// </summary>
internal static class AbsorbingState
{
    /// <summary>The same step with what follows a terminal one in its reward: r(s, a) + γ · (1 + γ + γ² + …) · r(absorbing).</summary>
    /// <param name="step">One step, rewarded by the critic.</param>
    /// <param name="reward">r(absorbing), that of each step that follows the end.</param>
    /// <param name="discount">γ.</param>
    public static LearnedStep Follow(LearnedStep step, float reward, double discount) =>
        step.Ending == Ending.Terminal ? step with { Reward = (float)(step.Reward + discount / (1 - discount) * reward) } : step;
}
