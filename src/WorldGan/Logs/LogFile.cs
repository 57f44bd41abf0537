using WorldGan.Logs.Assembly;
using WorldGan.Logs.Csv;
using WorldGan.Logs.Jsonl;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>Logs of episodes: <c>.wglog</c> (records), <c>.csv</c> (table) and <c>.jsonl</c> (one JSON object a step). Logs/README.md writes the forms down.</summary>
/// <example><code>
/// WorldSpec world = WorldSpecFile.Read("worlds/arm/world.json");
/// foreach (Episode episode in LogFile.Read("arm.csv", world)) Console.WriteLine(episode.Count);
/// LogFile.Convert("arm.csv", "arm.wglog", world);
/// </code></example>
public static class LogFile
{
    /// <summary>Reads a log episode by episode; only the episodes that are open at the same time are in memory.</summary>
    /// <param name="path">A file that ends in .wglog, .csv or .jsonl.</param>
    /// <param name="spec">The world that was recorded.</param>
    /// <param name="notices">Told of what was damaged, torn, incomplete or out of order, of the first few parts of each kind and then of their number; the rest is read.</param>
    /// <param name="rewards">Whether the log must have rewards.</param>
    /// <exception cref="LogFormatException">While reading: a value cannot be meant.</exception>
    /// <exception cref="IOException">While reading: the file is not there or cannot be read.</exception>
    public static IEnumerable<Episode> Read(string path, WorldSpec spec, Action<LogNotice>? notices = null, LoggedRewards rewards = LoggedRewards.Required)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Read(LogSource.OfFile(path), spec, rewards, LoggedNames.Optional, notices);
    }

    /// <summary>Reads a log that is no file, such as the body of a request.</summary>
    /// <param name="stream">Its bytes. They are read once, and the stream is closed at their end.</param>
    /// <param name="name">What messages call it; its ending tells the form, as that of a file does.</param>
    /// <param name="spec">The world that was recorded.</param>
    /// <param name="notices">Told as with a file.</param>
    /// <param name="names">Whether lines of text must say which step of which episode they are.</param>
    /// <exception cref="LogFormatException">While reading: a value cannot be meant.</exception>
    public static IEnumerable<Episode> Read(Stream stream, string name, WorldSpec spec, Action<LogNotice>? notices = null, LoggedNames names = LoggedNames.Optional)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(spec);
        return Read(new LogSource(name, () => stream), spec, LoggedRewards.Required, names, notices);
    }

    /// <summary>Begins a new log.</summary>
    /// <param name="path">A file that ends in .wglog, .csv or .jsonl.</param>
    /// <param name="spec">The world that is recorded.</param>
    /// <exception cref="IOException">The file is already there.</exception>
    public static LogWriter Create(string path, WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        IEpisodeEncoder encoder = LogEncoders.For(path, spec);
        return new LogWriter(LogFiles.OpenNew(path), encoder, spec);
    }

    /// <summary>Begins a <c>.wglog</c> in a stream, whose writer gives the bytes a place of its own.</summary>
    /// <param name="stream">Takes the bytes; it is closed with the writer.</param>
    /// <param name="spec">The world that is recorded.</param>
    public static LogWriter Create(Stream stream, WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(spec);
        return new LogWriter(stream, new WglogEncoder(spec), spec);
    }

    /// <summary>Goes on with a log, or begins it. No byte of the log is changed; a torn end of a .wglog stays where it is, and readers find what follows.</summary>
    /// <exception cref="LogFormatException">The log is of another world, or its last line is torn.</exception>
    public static LogWriter Append(string path, WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        IEpisodeEncoder encoder = LogEncoders.For(path, spec);
        if (!File.Exists(path)) return Create(path, spec);
        bool? hasProbabilities = LogContinuation.Check(path, spec);
        return new LogWriter(LogFiles.OpenAppend(path), encoder, spec, hasProbabilities);
    }

    /// <summary>Writes a whole log, and the folder for it: under its name there is the old file, or none, until the new one is complete.</summary>
    /// <param name="path">A file that ends in .wglog, .csv or .jsonl.</param>
    /// <param name="spec">The world of the episodes.</param>
    /// <param name="episodes">What to write.</param>
    /// <param name="overwrite">Whether a file of this name may be replaced.</param>
    /// <exception cref="IOException">The file is already there and <paramref name="overwrite"/> is false.</exception>
    public static LogTally Write(string path, WorldSpec spec, IEnumerable<Episode> episodes, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(episodes);
        IEpisodeEncoder encoder = LogEncoders.For(path, spec);
        if (!overwrite) LogFiles.ExpectNone(path, " --overwrite replaces it.");
        string part = path + ".part";
        FileStream stream = LogFiles.OpenPart(path, part);
        try
        {
            LogTally tally = WriteAll(new LogWriter(stream, encoder, spec), episodes);
            File.Move(part, path, overwrite);
            return tally;
        }
        catch
        {
            stream.Dispose();
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Converts between the forms, or copies what is whole of a damaged log. Values keep every bit.</summary>
    public static LogTally Convert(string from, string to, WorldSpec spec, Action<LogNotice>? notices = null, bool overwrite = false) =>
        Write(to, spec, Read(from, spec, notices, LoggedRewards.Optional), overwrite);

    /// <summary>The hash of a log's values, the same for the same data in any form; see <see cref="LogHash"/>.</summary>
    public static string Hash(string path, WorldSpec spec)
    {
        using var hash = new LogHash();
        foreach (Episode episode in Read(path, spec, rewards: LoggedRewards.Optional)) hash.Add(episode);
        return hash.ToString();
    }

    private static IEnumerable<Episode> Read(LogSource source, WorldSpec spec, LoggedRewards rewards, LoggedNames names, Action<LogNotice>? notices) => LogForms.Of(source.Name, spec) switch
    {
        LogForm.Table => FewNotices.Over(notices, few => new CsvReader(source, spec, rewards, names, few).Read()),
        LogForm.JsonLines => FewNotices.Over(notices, few => new JsonlReader(source, spec, rewards, names, few).Read()),
        _ => FewNotices.Over(notices, few => new WglogReader(source, spec, rewards, few).Read()),
    };

    private static LogTally WriteAll(LogWriter writer, IEnumerable<Episode> episodes)
    {
        foreach (Episode episode in episodes) writer.Write(episode);
        writer.FlushToDisk();
        writer.Dispose();
        return writer.Tally;
    }
}
