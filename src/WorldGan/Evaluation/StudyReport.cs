using WorldGan.WorldModel;

namespace WorldGan.Evaluation;

/// <summary>What a study of a learned world found.</summary>
/// <param name="HeldOut">Number of held-out transitions.</param>
/// <param name="Worlds">The learned world first, then the true one as the floor where there is a simulator, then the baselines.</param>
/// <param name="Persistence">Error of the assumption that nothing ever changes, on held-out episodes.</param>
/// <param name="SimulatedPersistence">The same on episodes of the random policy in the true world.</param>
/// <param name="CountingTotalVariation">What the counts of the training rows come to in place of <see cref="TransitionScore.TotalVariation"/>; where they have none, every state is as likely as any other.</param>
/// <param name="Terminal">How well the learned world recognises true ends, given the logged next state.</param>
/// <param name="RewardRmse">Root mean square error of the learned world's reward, in its own unit, given the logged next state.</param>
/// <param name="StepUncertainty">What the learned world does not know of a held-out step; null without a continuous variable.</param>
/// <param name="Uncertainty">Whether the learned world knows where it errs; null without a true world or a continuous variable.</param>
public sealed record StudyReport(
    int HeldOut,
    IReadOnlyList<WorldScore> Worlds,
    IReadOnlyList<OpenLoopErrorAt> Persistence,
    IReadOnlyList<OpenLoopErrorAt> SimulatedPersistence,
    double? CountingTotalVariation,
    TerminalScore Terminal,
    double RewardRmse,
    TransitionUncertainty? StepUncertainty,
    UncertaintyScore? Uncertainty);
