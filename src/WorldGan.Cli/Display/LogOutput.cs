using System.Text.Json;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Cli.Display;

/// <summary>Writes logs that a verb makes, and says so.</summary>
internal static class LogOutput
{
    /// <summary>Writes a log whole or not at all; Ctrl+C leaves none.</summary>
    public static LogTally Write(Terminal terminal, string path, WorldSpec spec, IEnumerable<Episode> episodes, bool overwrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return LogFile.Write(path, spec, Stoppable(episodes, terminal.Cancellation), overwrite);
    }

    public static void Announce(Terminal terminal, string path, LogTally tally, bool json)
    {
        if (json) terminal.Out.WriteLine(JsonSerializer.Serialize(new { log = path, transitions = tally.Steps, episodes = tally.Episodes }, ScoreJson.Options));
        else terminal.Out.WriteLine(FormattableString.Invariant($"Wrote {tally.Steps:N0} transitions in {tally.Episodes:N0} episodes to {path}."));
    }

    private static IEnumerable<Episode> Stoppable(IEnumerable<Episode> episodes, CancellationToken cancellation)
    {
        foreach (Episode episode in episodes)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return episode;
        }
    }
}
