using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>What a log lacks for learning from it, seen before any time is spent on training.</summary>
internal static class DataWarnings
{
    private const int FewTransitions = 1000;               // a tenth of the smallest log that the worlds' scoreboards know
    private const int FewEpisodes = 10;                    // a tenth of them is held out: below this, one episode judges the world

    private const double RareAction = 0.01;                // of the steps: 100 of the 10,000 that the worlds' scoreboards learn from
    private const int FewTerminals = 20;                   // two of them are held out; with 13, a head of the first experiments missed all that were

    /// <param name="data">The log.</param>
    /// <param name="heldOutShare">The share of it that is to be held out.</param>
    public static IEnumerable<string> Of(TransitionSet data, double heldOutShare)
    {
        WorldSpec spec = data.Spec;
        Normalizer normalizer = Normalizer.Measure(data);
        if (data.Count < FewTransitions) yield return $"The log has {Count(data.Count, "transition")}; fewer than {FewTransitions} rarely suffice.";
        if (data.Count == 1) yield return "The log has one transition, which cannot be held out: the world's errors are those on what it was trained on.";
        if (data.EpisodeCount < FewEpisodes) yield return $"The log has {Count(data.EpisodeCount, "episode")}; held-out errors mean little below {FewEpisodes}.";
        int heldOut = EpisodeSplit.Draw(data, heldOutShare, seed: 0).HeldOut.Length;
        if (heldOut > Math.Ceiling(heldOutShare * data.Count))
            yield return FormattableString.Invariant($"{heldOut} of {data.Count} transitions are held out, since the shortest episode that may be is longer than the share of {heldOutShare}.");
        else if (EpisodeSplit.TooLong(data, heldOutShare) is > 0 and var tooLong && data.EpisodeCount > 1)
            yield return FormattableString.Invariant($"Never held out, since longer than the share of {heldOutShare}: {tooLong} of {data.EpisodeCount} episodes. Held-out errors are those of the shorter ones.");
        if (!data.Steps.Contains(0)) yield return "No episode in the log begins at its first step: imagined episodes begin where logged ones had already come to.";
        foreach (string warning in data.Contradictions.Warnings().Concat(data.Copies.Warnings()).Concat(OfActions(data))) yield return warning;
        for (int j = 0; j < data.Width; j++)
            if (normalizer.IsConstant(j) && spec.State[j].StepsBack == 0) yield return $"'{spec.State[j].Name}' is {normalizer.Low[j]} throughout the log and is left as it is.";
        if (normalizer.Terminals == 0 && spec.TerminalWhen is null) yield return "The log has no terminal step: the learned world will never end an episode.";
        if (normalizer.Terminals is > 0 and < FewTerminals && spec.TerminalWhen is null)
            yield return $"The log has {Count(normalizer.Terminals, "terminal step")}: below {FewTerminals}, where episodes end is little more than a guess.";
        if (!data.HasRewards) yield return "Not all logs have rewards: the learned world gives 0 for every step, and returns in it say nothing.";
        else if (normalizer.RewardLow == normalizer.RewardHigh && normalizer.Terminals == 0) yield return $"The reward is {normalizer.RewardLow} throughout the log and nothing ends an episode: every policy is worth the same.";
        if (data.HasRewards && ReturnStatistics.Logged(data).Episodes == 0) yield return "The log has no whole episode: the return of the policy that made it is not known.";
    }

    private static IEnumerable<string> OfActions(TransitionSet data)
    {
        ActionSpec[] actions = [.. data.Spec.Actions];
        if (actions.Length > 1 && Array.TrueForAll(data.Actions, action => action == data.Actions[0]))
        {
            yield return $"The log always takes the action '{actions[data.Actions[0]].Name}': what the others do cannot be learned.";
            yield break;
        }

        for (int action = 0; action < actions.Length; action++)
        {
            int steps = data.Actions.Count(taken => taken == action);
            if (steps == 0) yield return $"The log never takes the action '{actions[action].Name}': what it does cannot be learned.";
            else if (steps < RareAction * data.Count)
                yield return FormattableString.Invariant($"The action '{actions[action].Name}' appears in {100.0 * steps / data.Count:0.##} % of the steps ({steps} of {data.Count}): what it does is learned from these alone.");
        }
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
