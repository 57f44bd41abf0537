using System.Text;
using WorldGan.Logs.Assembly;
using WorldGan.Logs.Csv;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>Whether a log that is already there can be gone on with.</summary>
internal static class LogContinuation
{
    /// <returns>Of a table with columns, whether there is one for the probabilities of actions.</returns>
    /// <exception cref="LogFormatException">The log is of another world or layout, or its last line is torn.</exception>
    public static bool? Check(string path, WorldSpec spec)
    {
        using FileStream stream = LogFiles.OpenRead(path);
        if (stream.Length == 0) return null;
        LogForm form = LogForms.Of(path);
        if (form == LogForm.Records)
        {
            CheckHeader(path, spec, stream);
            return null;
        }

        CheckLastLine(path, stream);
        if (form == LogForm.Table) return CheckColumns(path, spec, stream);
        CheckFirstEpisode(path, spec);
        return null;
    }

    private static void CheckHeader(string path, WorldSpec spec, FileStream stream)
    {
        var place = new LogPlace(path, Offset: 0);
        if (!new WglogRecords(stream, path, report: null).TryRead(out WglogRecord record) || record.Kind != WglogFormat.HeaderKind)
            throw new LogFormatException(place, "expected a log whose first record is a header, got none that is whole. Begin a new log instead.");
        WglogHeader.Expect(record.Payload, spec, place);
    }

    /// <summary>Text behind half a line would become one wrong line: here the caller has to decide.</summary>
    private static void CheckLastLine(string path, FileStream stream)
    {
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
            throw new LogFormatException(new LogPlace(path, Offset: stream.Length), "expected a line end at the end of the log, got half a line. Complete it or take it away, or convert the log to a new one.");
        stream.Seek(0, SeekOrigin.Begin);
    }

    private static bool CheckColumns(string path, WorldSpec spec, FileStream stream)
    {
        var lines = new ByteLines(stream, path, quotes: true);
        lines.TryRead();
        string got = Encoding.UTF8.GetString(lines.Line.Span), expected = CsvEncoder.HeaderOf(spec, LogEncoders.DelimiterOf(path));
        bool hasProbabilities = got == CsvEncoder.HeaderOf(spec, LogEncoders.DelimiterOf(path), probabilities: true);
        return hasProbabilities || got == expected ? hasProbabilities : throw new LogFormatException(lines.Place, $"expected the columns {expected} to append to, got {got}.");
    }

    private static void CheckFirstEpisode(string path, WorldSpec spec) => LogFile.Read(path, spec, rewards: LoggedRewards.Optional).FirstOrDefault();
}
