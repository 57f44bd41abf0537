using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Logs.Inspection;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>The transitions of a run's logs.</summary>
/// <param name="Transitions">The transitions, angles wrapped.</param>
/// <param name="Hash">The hash of the logs' values.</param>
/// <param name="Experts">What is to be imitated, which is also among the transitions; null where nothing is.</param>
/// <param name="Warnings">What only the logs' own values tell, as sentences.</param>
internal sealed record RunData(TransitionSet Transitions, TransitionSet? Experts, string Hash, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads the logs one after the other, and then those of the expert.</summary>
    /// <param name="spec">The world that was recorded.</param>
    /// <param name="logs">Paths of the logs.</param>
    /// <param name="experts">Paths of the expert's logs.</param>
    /// <param name="rewards">Whether all of them must have rewards.</param>
    /// <param name="notices">Told of what is damaged or missing; the rest is read.</param>
    /// <exception cref="InvalidDataException">There is no transition, or the logs have terminal steps but not one can be used.</exception>
    public static RunData Read(WorldSpec spec, IReadOnlyList<string> logs, IReadOnlyList<string> experts, LoggedRewards rewards, Action<LogNotice>? notices)
    {
        using var hash = new LogHash();
        var degrees = new DegreeScan(spec.State);
        List<string> empty = [];
        int lostTerminals = 0;
        List<Episode> imitated = [];
        string? source = null;                                               // the log of the last episode
        TransitionSet transitions;
        try
        {
            transitions = TransitionSet.From(spec, logs.SelectMany(Episodes).Concat(experts.SelectMany(Episodes).Select(Imitated)));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(source is null ? $"{string.Join(", ", logs)}: expected at least one transition, got none." : $"{source}: {e.Message}", e);
        }

        if (lostTerminals > 0 && spec.TerminalWhen is null && !transitions.Endings.Contains(Ending.Terminal))
            throw new InvalidDataException($"{string.Join(", ", logs)}: expected a state after each terminal step, got none (terminal steps: {lostTerminals}): no end could be learned. {LogNotice.HowToKeepLastSteps}");
        return new RunData(transitions, experts.Count == 0 ? null : TransitionSet.From(spec, imitated), hash.ToString(), [.. degrees.Warnings(), .. empty]);

        IEnumerable<Episode> Episodes(string log)
        {
            foreach (Episode episode in LogFile.Read(log, spec, Noticed, rewards)) yield return Seen(episode, log);
            if (source != log) empty.Add($"{log}: the log has no transition.");
        }

        void Noticed(LogNotice notice)
        {
            lostTerminals += notice.DroppedTerminals;
            notices?.Invoke(notice);
        }

        Episode Seen(Episode episode, string log)
        {
            source = log;
            degrees.Add(episode);
            hash.Add(episode);
            return episode;
        }

        Episode Imitated(Episode episode)
        {
            imitated.Add(episode);
            return episode;
        }
    }

    /// <summary>Reads the logs of a run, which must still hold what they held when it began.</summary>
    /// <exception cref="InvalidDataException">They hold other data.</exception>
    /// <exception cref="FileNotFoundException">A log is no longer where it was.</exception>
    public static RunData ReadFor(RunDescription run, RunFolder folder, Action<LogNotice>? notices = null)
    {
        if (run.Logs.Concat(run.Experts).FirstOrDefault(log => !File.Exists(log)) is { } missing)
            throw new FileNotFoundException($"{missing}: expected a log of run '{folder.Path}', got no such file. If it has moved: worldgan train --resume \"{folder.Path}\" --log, with all of its logs, and --expert, with all of the expert's.");
        RunData data = Read(run.World, run.Logs, run.Experts, run.Settings.RewardsFor(run.World), notices);
        if (data.Hash == run.DataHash) return data;
        throw new InvalidDataException(
            $"{string.Join(", ", run.Logs.Concat(run.Experts))}: expected the data that run '{folder.Path}' began with ({run.Transitions} transitions, hash {run.DataHash[..12]}), "
            + $"got {data.Transitions.Count} transitions with hash {data.Hash[..12]}. Train on them in a new folder with --out.");
    }
}
