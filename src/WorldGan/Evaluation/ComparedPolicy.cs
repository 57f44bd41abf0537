namespace WorldGan.Evaluation;

/// <summary>What a policy that others are compared with is worth.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="True">Its episodes in the true world; null without a simulator.</param>
/// <param name="Forecast">Its episodes in the learned world.</param>
public sealed record ComparedPolicy(string Name, EpisodeScores? True, EpisodeScores Forecast);
