using WorldGan.Logs.Arrays;
using WorldGan.Logs.Assembly;
using WorldGan.Logs.Inspection;
using WorldGan.Logs.Mapping;
using WorldGan.Logs.Rows;
using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>
/// Logs in the forms of other software, as episodes: recordings of ROS 2 in MCAP, the arrays of Minari and D4RL as JSON, the rows of LeRobot. Logs/README.md says what becomes of what.
/// </summary>
/// <example><code>
/// WorldSpec arm = WorldSpecFile.Read("worlds/arm/world.json");
/// File.WriteAllText("minari.json", """{"observations":[[0.1,2.7],[0.2,2.9]],"actions":[1],"rewards":[0.5],"terminations":[false],"truncations":[true]}""");
/// var report = new ImportReport();
/// LogFile.Write("imported.wglog", arm, LogImport.Read("minari.json", arm, report: report));
/// foreach (ImportCount taken in report.Taken) Console.WriteLine($"{taken.Count} {taken.What}");
/// </code></example>
public static class LogImport
{
    /// <summary>Whether a file, or a folder with MCAP files, is a log of another form than those that <see cref="LogFile"/> reads.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static bool IsForeign(string path) => FormOf(path) is not null;

    /// <summary>Whether it is a recording, which is read by a <see cref="LogMapping"/>.</summary>
    public static bool IsRecording(string path) => FormOf(path) == ForeignForm.Recording;

    /// <summary>The world of a log, as far as the log tells.</summary>
    /// <exception cref="LogFormatException">The log holds something that cannot be meant, or is a recording: of those a <see cref="LogMapping"/> tells.</exception>
    public static WorldSpec Draft(string path)
    {
        LogShape shape = LogShapes.OfSteps(path, Steps(path, stepLimit: null, notices: null));
        return LogInspector.Inspect(Read(path, shape.Spec), shape, drafts: true).Draft;
    }

    /// <summary>Reads a log episode by episode.</summary>
    /// <param name="path">The file, or a folder with MCAP files that follow on each other.</param>
    /// <param name="spec">The world that was recorded.</param>
    /// <param name="mapping">What becomes of which field, where the log is a recording.</param>
    /// <param name="report">Told what was taken and what was left out.</param>
    /// <param name="notices">Told of what was damaged, incomplete or out of order; the rest is read.</param>
    /// <exception cref="ArgumentException">The log is a recording, and there is no mapping.</exception>
    /// <exception cref="LogFormatException">While reading: a value cannot be meant.</exception>
    /// <exception cref="IOException">While reading: the file cannot be read.</exception>
    public static IEnumerable<Episode> Read(string path, WorldSpec spec, LogMapping? mapping = null, ImportReport? report = null, Action<LogNotice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.ExpectNumbers();
        report ??= new ImportReport();
        if (!IsRecording(path)) return FewNotices.Over(notices, few => ReadSteps(path, spec, report, few));
        if (mapping is null) throw new ArgumentException($"{path}: expected a mapping beside a recording, from its topics to the state of a world, got none.");
        return FewNotices.Over(notices, few => new McapEpisodes(mapping, spec, report, few).Read(RecordingFiles.Of(path)));
    }

    /// <summary>The topics of a recording, and the fields of their messages that a <see cref="LogMapping"/> may name.</summary>
    /// <param name="path">The file, or a folder with MCAP files.</param>
    /// <exception cref="LogFormatException">It is no recording.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<RecordedTopic> Fields(string path) => RecordingScan.Of(RecordingFiles.Of(path));

    private static IEnumerable<Episode> ReadSteps(string path, WorldSpec spec, ImportReport report, Action<LogNotice>? notices)
    {
        var steps = new LooseSteps(spec, LoggedRewards.Optional, LoggedNames.Optional, notices);
        long read = 0, given = 0;
        foreach (PlacedStep step in Steps(path, spec.StepLimit, notices))
        {
            read++;
            steps.Add(step.Step, step.Place);
            while (steps.TryTake(out Episode? episode)) yield return Count(episode);
        }

        steps.Conclude();
        while (steps.TryTake(out Episode? episode)) yield return Count(episode);
        report.Take("steps", given);
        report.Drop("steps whose next state is not in the file", read - given);

        Episode Count(Episode episode)
        {
            given += episode.Count;
            return episode;
        }
    }

    private static IEnumerable<PlacedStep> Steps(string path, int? stepLimit, Action<LogNotice>? notices) => FormOf(path) switch
    {
        ForeignForm.Arrays => Arrays(path, stepLimit, notices),
        ForeignForm.Rows => LeRobotRows.Read(path, notices),
        _ => throw new LogFormatException(new LogPlace(path), "expected a log whose columns tell its world, got a recording. A world.json and a mapping from its topics are needed."),
    };

    private static IEnumerable<PlacedStep> Arrays(string path, int? stepLimit, Action<LogNotice>? notices)
    {
        using FileStream stream = LogFiles.OpenRead(path);
        int number = 0;
        foreach (StepColumns columns in new ArraysReader(stream, path).Read())
            foreach (PlacedStep step in ArraySteps.Of(columns, number++, stepLimit, notices)) yield return step;
    }

    private static ForeignForm? FormOf(string path)
    {
        if (Directory.Exists(path)) return ForeignForm.Recording;
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".mcap" or ".db3" or ".bag" => ForeignForm.Recording,
            ".json" => ForeignForm.Arrays,
            ".csv" or ".tsv" or ".jsonl" or ".ndjson" when LeRobotRows.Is(path) => ForeignForm.Rows,
            _ => null,
        };
    }

    /// <summary>How a log of other software is written.</summary>
    private enum ForeignForm
    {
        /// <summary>Messages of topics.</summary>
        Recording,

        /// <summary>One array a field.</summary>
        Arrays,

        /// <summary>One row a frame.</summary>
        Rows,
    }
}
