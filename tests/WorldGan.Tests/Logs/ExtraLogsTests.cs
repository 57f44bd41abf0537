using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs;

/// <summary>Logs that other software recorded, named by the variable WORLDGAN_EXTRA_LOGS: files or folders with the path separator between them.</summary>
public class ExtraLogsTests
{
    [SkippableFact]
    public void Logs_of_other_software_are_read_unchanged_and_survive_conversion()
    {
        string? paths = Environment.GetEnvironmentVariable("WORLDGAN_EXTRA_LOGS");
        Skip.If(string.IsNullOrEmpty(paths), "WORLDGAN_EXTRA_LOGS names no logs.");
        string[] logs = [.. paths.Split(Path.PathSeparator).SelectMany(p => Directory.Exists(p) ? Directory.GetFiles(p) : [p]).Where(p => Path.GetExtension(p) is ".csv" or ".wglog" or ".jsonl")];
        Assert.NotEmpty(logs);
        Assert.All(logs, ReadAndConvert);
    }

    private static void ReadAndConvert(string path)
    {
        WorldSpec spec = LogInspection.Inspect(path).Draft;
        var notices = new List<LogNotice>();
        LogTally tally = Count(LogFile.Read(path, spec, notices.Add));
        Assert.Empty(notices);
        Assert.True(tally.Steps > 0);

        using var folder = new TemporaryFolder();
        Assert.Equal(tally, LogFile.Convert(path, folder.File("a.wglog"), spec));
        Assert.Equal(LogFile.Hash(path, spec), LogFile.Hash(folder.File("a.wglog"), spec));
    }

    private static LogTally Count(IEnumerable<Episode> episodes) => episodes.Aggregate(default(LogTally), (t, e) => new LogTally(t.Episodes + 1, t.Steps + e.Count));
}
