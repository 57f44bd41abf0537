using System.Globalization;
using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Cli.Display;

/// <summary>Writes logs that a verb makes, and says so.</summary>
internal static class LogOutput
{
    private const long FirstReport = 100_000;
    private const int MostActions = 10;                    // in a line

    /// <summary>Writes a log whole or not at all; Ctrl+C leaves none.</summary>
    public static LogTally Write(Terminal terminal, string path, WorldSpec spec, IEnumerable<Episode> episodes, bool overwrite)
    {
        try
        {
            return LogFile.Write(path, spec, Watched(episodes, terminal), overwrite);
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Interrupted: nothing was kept{(File.Exists(path) ? $", {path} is as it was" : "")}.");
        }
    }

    public static void Announce(Terminal terminal, string path, LogTally tally, bool json)
    {
        if (json) terminal.Out.WriteLine(JsonSerializer.Serialize(new { log = path, transitions = tally.Steps, episodes = tally.Episodes }, ScoreJson.Options));
        else terminal.Out.WriteLine(FormattableString.Invariant($"Wrote {Words.Count(tally.Steps, "transition")} in {Words.Count(tally.Episodes, "episode")} to {path}."));
    }

    /// <summary>Says also what an import took and what it left out.</summary>
    public static void Announce(Terminal terminal, string path, LogTally tally, ImportReport report, WorldSpec spec, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(new { log = path, transitions = tally.Steps, episodes = tally.Episodes, taken = report.Taken, dropped = report.Dropped }, ScoreJson.Options));
            return;
        }

        Announce(terminal, path, tally, json: false);
        if (HasNumbersForNames(path, spec))
            terminal.Out.WriteLine($"Actions stand as numbers: {string.Join(", ", spec.Actions.Take(MostActions).Select((action, i) => $"{i} is {action.Name}"))}{(spec.Actions.Count > MostActions ? ", …" : "")}. Their names are not in it: --world says them.");
        Write(terminal, "Taken", report.Taken);
        Write(terminal, "Dropped", report.Dropped);
    }

    // Text holds the places of actions, as programs for learning expect them, unless a name is itself a number or logs hold values; records hold the names too.
    private static bool HasNumbersForNames(string path, WorldSpec spec) =>
        spec.LoggedActions == LoggedActions.Names && !Path.GetExtension(path).Equals(".wglog", StringComparison.OrdinalIgnoreCase)
        && !spec.Actions.Any(action => double.TryParse(action.Name, CultureInfo.InvariantCulture, out _));

    private static void Write(Terminal terminal, string title, IReadOnlyList<ImportCount> counts)
    {
        if (counts.Count == 0) return;
        terminal.Out.WriteLine($"{title}:");
        foreach (ImportCount count in counts) terminal.Out.WriteLine(FormattableString.Invariant($"  {count.Count,9:N0}  {count.What}"));
    }

    /// <summary>Can be stopped, and says how far it is, ever more seldom.</summary>
    private static IEnumerable<Episode> Watched(IEnumerable<Episode> episodes, Terminal terminal)
    {
        long steps = 0, next = FirstReport;
        foreach (Episode episode in episodes)
        {
            terminal.Cancellation.ThrowIfCancellationRequested();
            yield return episode;
            steps += episode.Count;
            if (steps < next) continue;
            terminal.Error.WriteLine(FormattableString.Invariant($"  {steps:N0} transitions so far"));
            next = 2 * steps;
        }
    }
}
