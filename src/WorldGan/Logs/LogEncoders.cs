using WorldGan.Logs.Csv;
using WorldGan.Logs.Jsonl;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>To add a form of log: an ending in LogForm, a reader in LogFile.Read, an encoder here, a check in LogContinuation.</summary>
internal static class LogEncoders
{
    public static IEpisodeEncoder For(string path, WorldSpec spec) => LogForms.Of(path, spec) switch
    {
        LogForm.Table => new CsvEncoder(spec, DelimiterOf(path)),
        LogForm.JsonLines => new JsonlEncoder(spec),
        _ => new WglogEncoder(spec),
    };

    public static char DelimiterOf(string path) => Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
}
