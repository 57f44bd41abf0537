using System.Text.Json;

namespace WorldGan.Service.Hosting;

/// <summary>A step that is sent in, as the document of the API describes it; readers of the logs read it.</summary>
/// <param name="Episode">The name of its episode.</param>
/// <param name="Step">Its number there, from 0.</param>
/// <param name="State">[S] the state before the action.</param>
/// <param name="Action">The action, by its number or its name.</param>
/// <param name="Reward">What it earned.</param>
/// <param name="Terminated">Whether the episode truly ended with it.</param>
/// <param name="Truncated">Whether the recording ended with it.</param>
/// <param name="NextState">[S] the state after it; may be left out where the next step follows.</param>
/// <param name="ActionProbability">How probable the action was to whoever took it.</param>
internal sealed record SentStep(
    string Episode, int Step, double[] State, JsonElement Action, double Reward, bool Terminated = false, bool Truncated = false, double[]? NextState = null, double? ActionProbability = null);

/// <summary>A question for actions, as the document of the API describes it.</summary>
/// <param name="States">[B, S] the states.</param>
internal sealed record AskedStates(double[][] States);

/// <summary>Actions, as the document of the API describes them.</summary>
/// <param name="Actions">[B] numbers of the actions.</param>
/// <param name="Names">[B] their names.</param>
/// <param name="Values">[B, A] the expected discounted return of each action; null where it is no number.</param>
/// <param name="Version">The version that answered.</param>
/// <param name="OutsideSupport">[B] whether a state lies beyond what the log covers.</param>
internal sealed record GivenActions(int[] Actions, string[] Names, double?[][] Values, int Version, bool[] OutsideSupport);
