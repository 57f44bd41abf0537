using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Cli.Verbs;

/// <summary>Converts a log into another form.</summary>
internal static class ImportVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("import", "Convert a log between .wglog, .csv and .jsonl.",
            "worldgan import flight.csv flight.wglog",
            "worldgan import cartpole.wglog cartpole.csv --world cartpole")
        {
            Details = "Every value keeps every bit. Of a damaged log all that is whole is copied.",
        };
        var from = new Argument<string>("from") { Description = "The log to read." };
        var to = new Argument<string>("to") { Description = "The log to write." };
        Option<string> world = SharedOptions.World("The world that was recorded. Default: what the log itself tells.");
        Option<bool> overwrite = SharedOptions.Overwrite(), json = SharedOptions.Json();
        verb.Add(from);
        verb.Add(to);
        verb.Add(world, overwrite, json);
        verb.SetAction(parsed =>
        {
            string source = parsed.GetRequiredValue(from), target = parsed.GetRequiredValue(to);
            WorldSpec spec = parsed.GetValue(world) is { } name ? WorldChoice.Find(name).Spec : LogInspection.Inspect(source).Draft;
            IEnumerable<Episode> episodes = LogFile.Read(source, spec, notice => terminal.Error.WriteLine($"warning: {notice}"), LoggedRewards.Optional);
            LogOutput.Announce(terminal, target, LogOutput.Write(terminal, target, spec, ExpectAny(episodes, source), parsed.GetValue(overwrite)), parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return verb;
    }

    private static IEnumerable<Episode> ExpectAny(IEnumerable<Episode> episodes, string source)
    {
        bool any = false;
        foreach (Episode episode in episodes)
        {
            any = true;
            yield return episode;
        }

        if (!any) throw new InvalidDataException($"{source}: expected a log with transitions, got none. Nothing was written.");
    }
}
