using System.CommandLine;
using WorldGan.Cli.Display;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Cli.Verbs;

/// <summary>Says what a log holds and drafts a world from it.</summary>
internal static class InspectVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("inspect", "Say what a log holds, and draft a world.json from it.",
            "worldgan inspect flight.csv",
            "worldgan inspect flight.csv --write-world worlds/flight",
            "worldgan inspect cartpole.wglog --world cartpole --json")
        {
            Details = "Of a continuous control, more than 100 different numbers, the draft has five levels, and takes each number as the nearest.",
        };
        var log = new Argument<string>("log") { Description = "The log: .wglog, .csv or .jsonl." };
        Option<string> world = SharedOptions.World("The world that was recorded. Default: what the log itself tells.");
        var write = new Option<string>("--write-world") { Description = "Write a draft of world.json into this folder.", HelpName = "folder" };
        Option<bool> overwrite = SharedOptions.Overwrite(), json = SharedOptions.Json();
        verb.Add(log);
        verb.Add(world, write, overwrite, json);
        verb.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(log);
            Action<LogNotice> notices = notice => terminal.Error.WriteLine($"warning: {notice}");
            LogInspection inspection = parsed.GetValue(world) is { } name ? LogInspection.Inspect(path, WorldChoice.Find(name).Spec, notices) : LogInspection.Inspect(path, notices);
            string? drafted = parsed.GetValue(write) is { } folder ? WriteWorld(folder, path, inspection.Draft, parsed.GetValue(overwrite)) : null;
            InspectionOutput.Write(terminal, path, inspection, drafted, isKnown: parsed.GetValue(world) is not null, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return verb;
    }

    private static string WriteWorld(string folder, string log, WorldSpec draft, bool overwrite)
    {
        if (draft.Actions.Count < 2) throw new InvalidDataException($"{log}: expected at least two actions for a world to decide between, got {draft.Actions.Count}.");
        NewFile file = NewFile.At(Path.Combine(folder, WorldSpecFile.FileName), overwrite)!;
        file.Write(path => WorldSpecFile.Write(path, draft with { Name = NameOf(folder) ?? draft.Name }));
        return file.Path;
    }

    /// <summary>A world is called like its folder, where that makes a name.</summary>
    private static string? NameOf(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).ToLowerInvariant();
        return name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? name : null;
    }
}
