using System.Text;
using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>What an episode must be like to be written.</summary>
internal static class EpisodeRules
{
    /// <summary>Longest name in characters, so that every record stays far below its largest size.</summary>
    private const int LongestId = 1000;

    /// <summary>What the probability of an action that was taken must be, in words.</summary>
    public const string Probability = "a probability above 0 and up to 1";

    /// <summary>Whether a number can be the probability of an action that was taken.</summary>
    public static bool IsProbability(double number) => number > 0 && number <= 1;

    /// <exception cref="ArgumentException">A name, a shape, an action, a number or the ending is wrong.</exception>
    public static void Validate(Episode episode, WorldSpec spec, StateRules rules)
    {
        if (episode.Id.Length > LongestId || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(episode.Id)) != episode.Id)
            throw new ArgumentException($"Expected an episode's name of at most {LongestId} characters of valid Unicode, got {episode.Id.Length}.");
        int steps = episode.Count, width = spec.Numbers;
        if (steps == 0) throw Fault(episode, "expected at least one step, got none");
        if (episode.States.Length != (steps + 1) * width) throw Fault(episode, $"expected states of shape [{steps + 1}, {width}], got {episode.States.Length} numbers");
        if (episode.HasRewards && episode.Rewards.Length != steps) throw Fault(episode, $"expected {steps} rewards, got {episode.Rewards.Length}");
        if (episode.ActionProbabilities.Length > 0 && episode.ActionProbabilities.Length != steps) throw Fault(episode, $"expected {steps} probabilities of actions, got {episode.ActionProbabilities.Length}");
        if (episode.FirstStep < 0 || episode.FirstStep > int.MaxValue - steps) throw Fault(episode, $"expected a first step from 0, got {episode.FirstStep}");
        if (episode.Ending is not (Ending.None or Ending.Terminal or Ending.TimeLimit)) throw Fault(episode, $"expected an ending of none, terminal or time limit, got {episode.Ending}");
        for (int t = 0; t < steps; t++)
        {
            if ((uint)episode.Actions[t] >= (uint)spec.Actions.Count) throw Fault(episode, $"step {t}: expected an action from 0 to {spec.Actions.Count - 1}, got {episode.Actions[t]}");
            if (episode.HasRewards && !double.IsFinite(episode.Rewards[t])) throw Fault(episode, $"step {t}: expected a finite reward, got {episode.Rewards[t]}");
            if (episode.ActionProbabilities.Length > 0 && !IsProbability(episode.ActionProbabilities[t])) throw Fault(episode, $"step {t}: expected {Probability} of the action, got {episode.ActionProbabilities[t]}");
        }

        for (int t = 0; t <= steps; t++)
            if (rules.FindFault(episode.States.AsSpan(t * width, width)) is { } fault) throw Fault(episode, $"state {t}: {fault.TrimEnd('.')}");
    }

    private static ArgumentException Fault(Episode episode, string fault) => new($"Episode '{episode.Id}': {fault}.");
}
