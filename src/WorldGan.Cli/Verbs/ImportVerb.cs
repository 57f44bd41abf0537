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
        var verb = new Verb("import", "Take in a log: convert it between .wglog, .csv and .jsonl, or read it in the form of other software.",
            "worldgan import flight.csv flight.wglog",
            "worldgan import cartpole.wglog cartpole.csv --world cartpole",
            "worldgan import bag.mcap --fields",
            "worldgan import bag.mcap --mapping map.json --world worlds/arm --out arm.wglog",
            "worldgan import minari.json cartpole.wglog --world cartpole")
        {
            Details = "Every value keeps every bit. Of a damaged log all that is whole is copied. Other forms: recordings of ROS 2 (.mcap, or a folder with such files), the arrays of Minari and D4RL (.json) and the rows of LeRobot (.jsonl, .csv).",
        };
        var from = new Argument<string>("from") { Description = "The log to read, or the folder of a recording." };
        var to = new Argument<string?>("to") { Description = "The log to write.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string>("--out") { Description = "The log to write, where it is not named after the one to read.", HelpName = "file" };
        Option<string> world = SharedOptions.World("The world that was recorded. Default: what the log itself tells.");
        var mapping = new Option<string>("--mapping") { Description = "What becomes of which field of a recording, as JSON.", HelpName = "file" };
        var fields = new Option<bool>("--fields") { Description = "Only list the fields of a recording that a mapping may name." };
        Option<bool> overwrite = SharedOptions.Overwrite(), json = SharedOptions.Json();
        verb.Add(from);
        verb.Add(to);
        verb.Add(output, world, mapping, fields, overwrite, json);
        verb.SetAction(parsed =>
        {
            string source = parsed.GetRequiredValue(from);
            if (parsed.GetValue(fields)) return FieldOutput.Write(terminal, LogImport.Fields(source), parsed.GetValue(json));
            if (parsed.GetValue(to) is { } named && parsed.GetValue(output) is { } other) throw new UsageException($"Expected one log to write, got two: {named} and --out {other}.");
            string target = parsed.GetValue(to) ?? parsed.GetValue(output) ?? throw new UsageException("Expected the log to write, got none.");
            var import = new Import(source, parsed.GetValue(world), parsed.GetValue(mapping), notice => terminal.Error.WriteLine($"warning: {notice}"));
            LogTally tally = LogOutput.Write(terminal, target, import.Spec, ExpectAny(import.Read(), source), parsed.GetValue(overwrite));
            LogOutput.Announce(terminal, target, tally, import.Report, import.Spec, parsed.GetValue(json));
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

    /// <summary>A log to take in, in whatever form it is.</summary>
    private sealed class Import
    {
        private readonly string _source;
        private readonly LogMapping? _mapping;
        private readonly bool _isForeign;
        private readonly Action<LogNotice> _notices;

        public Import(string source, string? world, string? mapping, Action<LogNotice> notices)
        {
            (_source, _notices, _isForeign) = (source, notices, LogImport.IsForeign(source));
            bool isRecording = _isForeign && LogImport.IsRecording(source);
            if (isRecording && (world is null || mapping is null)) throw new UsageException($"{source} is a recording: expected --world and --mapping. --fields lists what a mapping may name.");
            if (!isRecording && mapping is not null) throw new UsageException($"--mapping is for recordings, and {source} is none.");
            Spec = world is not null ? WorldChoice.Find(world).Spec : _isForeign ? LogImport.Draft(source) : LogInspection.Inspect(source).Draft;
            _mapping = mapping is null ? null : LogMapping.Read(mapping, Spec);
        }

        public WorldSpec Spec { get; }

        public ImportReport Report { get; } = new();

        public IEnumerable<Episode> Read() =>
            _isForeign ? LogImport.Read(_source, Spec, _mapping, Report, _notices) : LogFile.Read(_source, Spec, _notices, LoggedRewards.Optional);
    }
}
