using System.Text;
using WorldGan.Datasets;
using WorldGan.Evaluation;
using WorldGan.Numerics;
using WorldGan.Policies;
using WorldGan.Reporting.Report;
using WorldGan.WorldModel;

namespace WorldGan.Runs;

/// <summary>A run as one page to look at: <c>report.html</c>.</summary>
public static class RunReport
{
    /// <summary>Writes the page from what the run has made and from its last scores. It needs no network, and holds no times, so that equal runs have equal pages.</summary>
    /// <param name="folder">The folder of a run that is scored.</param>
    /// <param name="path">Where to write; null takes report.html in that folder.</param>
    /// <param name="threads">Threads to use; the page does not depend on it.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="InvalidDataException">The run is not scored yet, or its logs have changed.</exception>
    /// <exception cref="IOException">There is no run in the folder, or a file cannot be read or written.</exception>
    /// <example><code>
    /// string page = RunReport.Write(new RunFolder("runs/arm"));
    /// </code></example>
    public static string Write(RunFolder folder, string? path = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string html = ReportPage.Of(Subject(folder, threads));
        path ??= folder.Report;
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(html)));
        return path;
    }

    /// <summary>Draws how the training of a run went so far, also while it goes on, as SVG that stands alone; null before its first report.</summary>
    /// <param name="folder">The folder of a run.</param>
    /// <exception cref="IOException">The metrics cannot be read.</exception>
    public static string? DrawTraining(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return TrainingSection.PictureOf(TrainingCurves.Read(folder.Metrics))?.Alone();
    }

    /// <summary>Policies that were scored in the place of the run's.</summary>
    private static IEnumerable<(string Name, ReturnStatistics True, ReturnStatistics Imagined)> Named(RunFolder folder) =>
        from path in Directory.EnumerateFiles(folder.Path, Path.GetFileName(folder.ScoresOf("*"))).Order(StringComparer.Ordinal)
        let scores = RunScoresFile.Read(path)
        select (Path.GetFileNameWithoutExtension(path)["scores-".Length..], scores.Returns.Policy, scores.Forecast.Policy?.Returns ?? ReturnStatistics.None);

    private static ReportSubject Subject(RunFolder folder, int threads)
    {
        RunDescription run = folder.ReadDescription();
        RunScores scores = RunScoresFile.Read(folder.Expect(folder.Scores));
        LearnedWorld world = LearnedWorldFile.Read(folder.Expect(folder.World)).World;
        QPolicy? policy = run.Goal == RunGoal.Policy && File.Exists(folder.Policy) ? QPolicyFile.Read(folder.Policy).Policy : null;
        RunData read = RunData.ReadFor(run, folder);
        TransitionSet data = read.Transitions;
        return new ReportSubject
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))),
            Origin = [("WorldGan", run.Version), ("seed", $"{run.Settings.Seed}"), ("data", run.DataHash[..12])],
            Data = data,
            Split = EpisodeSplit.Draw(data, run.Settings.WorldModel.HeldOutShare, run.Settings.Seed),
            World = world,
            Policy = policy,
            Curves = TrainingCurves.Read(folder.Metrics),
            DataWarnings = [.. read.Warnings, .. DataWarnings.Of(data, run.Settings.WorldModel.HeldOutShare)],
            TrainingWarnings = scores.Warnings,
            Returns = (scores.Returns.Policy, scores.Returns.Random, scores.Returns.Logged),
            Forecast = (scores.Forecast.Policy, scores.Forecast.Random),
            OffPolicy = scores.OffPolicy,
            Others = [.. scores.Baselines?.Select(policy => (policy.Name, policy.True?.Returns ?? ReturnStatistics.None, policy.Forecast.Returns)) ?? [], .. Named(folder)],
            Threads = threads,
        };
    }
}
