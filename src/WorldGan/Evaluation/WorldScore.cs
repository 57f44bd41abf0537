using WorldGan.Evaluation.Outcomes;
using WorldGan.WorldModel;

namespace WorldGan.Evaluation;

/// <summary>How well one world stands for the true one. What needs the true world itself is null or empty where there is none.</summary>
/// <param name="Name">What was measured: the learned world, a baseline, or the true world itself as the floor.</param>
/// <param name="Variables">Error and calibration of each continuous variable, one step ahead, on held-out transitions.</param>
/// <param name="OpenLoop">Error of the mean of 16 futures after several steps without correction, on held-out episodes.</param>
/// <param name="SimulatedOpenLoop">The same on episodes of the random policy in the true world.</param>
/// <param name="Outcomes">Distance of the distributions of next states.</param>
/// <param name="Transitions">How well a learned world knows the transitions of a world of categories and flags, where the true ones are known.</param>
/// <param name="Policies">Episodes of policies, beside those in the true world.</param>
/// <param name="RankCorrelation">Spearman's rank correlation of the policies' returns with the true ones; null where one of the two is the same for all.</param>
/// <param name="Regret">True return of the best policy minus that of the one that is best here; null where no policy was played.</param>
public sealed record WorldScore(
    string Name,
    IReadOnlyList<Calibration> Variables,
    IReadOnlyList<OpenLoopErrorAt> OpenLoop,
    IReadOnlyList<OpenLoopErrorAt> SimulatedOpenLoop,
    OutcomeScore? Outcomes,
    TransitionScore? Transitions,
    IReadOnlyList<PlayedPolicy> Policies,
    double? RankCorrelation,
    double? Regret);
