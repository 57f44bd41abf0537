namespace WorldGan.Evaluation;

/// <summary>
/// How well a learned world knows the transitions of a world of categories and flags: in every state that the log acts in, under every action. Exact, not sampled: the
/// learned probabilities themselves are compared.
/// </summary>
/// <param name="TotalVariation">Mean total variation distance of the distribution of the next state to the true one.</param>
/// <param name="TerminalsRight">Share of the true transitions whose probability of an end is on the right side of one half.</param>
/// <param name="LargestRewardError">Of the expected rewards of the true transitions, in the reward's own unit.</param>
public sealed record TransitionScore(double TotalVariation, double TerminalsRight, double LargestRewardError);
