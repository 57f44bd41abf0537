using WorldGan.Worlds;

namespace WorldGan.Policies;

/// <summary>What lies between the two states of a transition that is learned from.</summary>
/// <param name="Action">The first action.</param>
/// <param name="Reward">The discounted sum of the rewards.</param>
/// <param name="Ending">How the last step ended.</param>
/// <param name="Steps">Number of steps.</param>
internal readonly record struct LearnedStep(int Action, float Reward, Ending Ending, int Steps = 1);
