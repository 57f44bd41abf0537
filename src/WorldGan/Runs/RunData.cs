using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Logs.Inspection;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>The transitions of a run's logs.</summary>
/// <param name="Transitions">The transitions, angles wrapped.</param>
/// <param name="Hash">The hash of the logs' values.</param>
/// <param name="Warnings">What only the logs' own values tell, as sentences.</param>
internal sealed record RunData(TransitionSet Transitions, string Hash, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads the logs one after the other.</summary>
    /// <param name="spec">The world that was recorded.</param>
    /// <param name="logs">Paths of the logs.</param>
    /// <param name="notices">Told of what is damaged or missing; the rest is read.</param>
    /// <exception cref="InvalidDataException">There is no transition, or the logs have terminal steps but not one can be used.</exception>
    public static RunData Read(WorldSpec spec, IReadOnlyList<string> logs, Action<LogNotice>? notices)
    {
        using var hash = new LogHash();
        var degrees = new DegreeScan(spec.State);
        int lostTerminals = 0;
        TransitionSet transitions = TransitionSet.From(spec, logs.SelectMany(log => LogFile.Read(log, spec, Noticed)).Select(Seen));
        if (lostTerminals > 0 && spec.TerminalWhen is null && !transitions.Endings.Contains(Ending.Terminal))
            throw new InvalidDataException($"{string.Join(", ", logs)}: expected a state after each terminal step, got none (terminal steps: {lostTerminals}): no end could be learned. {LogNotice.HowToKeepLastSteps}");
        return new RunData(transitions, hash.ToString(), [.. degrees.Warnings()]);

        void Noticed(LogNotice notice)
        {
            lostTerminals += notice.DroppedTerminals;
            notices?.Invoke(notice);
        }

        Episode Seen(Episode episode)
        {
            degrees.Add(episode);
            hash.Add(episode);
            return episode;
        }
    }

    /// <summary>Reads the logs of a run, which must still hold what they held when it began.</summary>
    /// <exception cref="InvalidDataException">They hold other data.</exception>
    /// <exception cref="FileNotFoundException">A log is no longer where it was.</exception>
    public static RunData ReadFor(RunDescription run, RunFolder folder, Action<LogNotice>? notices = null)
    {
        if (run.Logs.FirstOrDefault(log => !File.Exists(log)) is { } missing)
            throw new FileNotFoundException($"{missing}: expected a log of run '{folder.Path}', got no such file. If it has moved: worldgan train --resume {folder.Path} --log, with all of its logs.");
        RunData data = Read(run.World, run.Logs, notices);
        if (data.Hash == run.DataHash) return data;
        throw new InvalidDataException(
            $"{string.Join(", ", run.Logs)}: expected the data that run '{folder.Path}' began with ({run.Transitions} transitions, hash {run.DataHash[..12]}), "
            + $"got {data.Transitions.Count} transitions with hash {data.Hash[..12]}. Train on them in a new folder with --out.");
    }
}
