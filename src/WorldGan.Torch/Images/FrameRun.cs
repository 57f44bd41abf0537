using System.Text;
using System.Text.Json;
using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Runs;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;
using static TorchSharp.torch;

namespace WorldGan.Torch.Images;

/// <summary>A run of a world of images, from its logs to a learned world and its scores. It needs an engine of libtorch.</summary>
/// <example><code>
/// var session = new RunSession { Engine = EngineChoice.Open("torch-cpu", Console.Error.WriteLine) };
/// FrameRun.Train(new RunFolder("runs/ball"), world, ["ball.wglog"], new FrameSettings(), session);
/// FrameReport report = FrameRun.Evaluate(new RunFolder("runs/ball"), session);
/// </code></example>
public static class FrameRun
{
    private const int StepsBetweenReports = 50;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Whether a run of a world of images was begun in a folder.</summary>
    public static bool IsIn(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return File.Exists(folder.Frames);
    }

    /// <summary>The device that a run learned on, by the name that <c>--device</c> takes.</summary>
    /// <exception cref="FaultyFileException">Its frames.json is wrong.</exception>
    public static string DeviceOf(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return FrameRunDescription.Read(folder.Frames).Device;
    }

    /// <summary>Learns a world of images. A training that is cancelled leaves what it has learned so far.</summary>
    /// <param name="folder">A new or an empty folder; the run's logs may lie in it.</param>
    /// <param name="world">The world that was recorded.</param>
    /// <param name="logs">Paths of the logs.</param>
    /// <param name="settings">How to learn.</param>
    /// <param name="session">Threads, progress and cancellation, and the engine, which must be one of libtorch.</param>
    /// <exception cref="ArgumentException">The engine is another, or the world's images do not suit the settings.</exception>
    /// <exception cref="IOException">The folder holds something else, or a file cannot be read or written.</exception>
    /// <exception cref="InvalidOperationException">A loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">The session was cancelled; the world is saved as it was then.</exception>
    public static void Train(RunFolder folder, WorldSpec world, IReadOnlyList<string> logs, FrameSettings settings, RunSession session)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(session);
        TorchEngine engine = EngineOf(world, session);
        FrameShape.Of(world, settings.Frames);
        string[] paths = [.. logs.Select(Path.GetFullPath)];
        folder.ExpectEmpty(paths);
        (FrameSet data, string hash) = Read(world, paths, session);
        using IDisposable _ = folder.Lock();
        folder.ExpectEmpty(paths);
        string version = typeof(RunFolder).Assembly.GetName().Version!.ToString(3);
        new FrameRunDescription { Version = version, Logs = paths, DataHash = hash, Transitions = data.Count, Device = engine.Device, Settings = settings, World = world }.Write(folder.Frames);
        session.Progress?.Report(new StageBegan(RunStage.World, IsSkipped: false));
        using var metrics = new MetricsFile(folder.Metrics);
        var provenance = new Provenance(hash, data.Count, settings.Seed);
        engine.Run(session.Threads, device => Learn(data, settings.Frames, settings.Seed, device, (RunStage.World, session), metrics, model => model.Write(folder.FrameModel, world, provenance)));
        session.Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Scores a run on its held-out episodes beside its baseline, which is learned first where it is not there yet. Writes scores.json, frames.png and report.html.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="session">Threads, progress and cancellation, and the engine.</param>
    /// <exception cref="InvalidDataException">The world is not learned yet, or the logs have changed.</exception>
    /// <exception cref="OperationCanceledException">The session was cancelled; the folder keeps the scores that it had.</exception>
    public static FrameReport Evaluate(RunFolder folder, RunSession session)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(session);
        FrameRunDescription run = FrameRunDescription.Read(folder.Frames);
        TorchEngine engine = EngineOf(run.World, session);
        if (!File.Exists(folder.FrameModel)) throw new InvalidDataException($"{folder.Path}: expected {Path.GetFileName(folder.FrameModel)}, which this run has not made. Train anew in another folder with --out.");
        using IDisposable _ = folder.Lock();
        (FrameSet data, string hash) = Read(run.World, run.Logs, session);
        if (hash != run.DataHash) throw new InvalidDataException($"{string.Join(", ", run.Logs)}: expected the data that run '{folder.Path}' began with (hash {run.DataHash[..12]}), got hash {hash[..12]}. Train on them in a new folder with --out.");
        return engine.Run(session.Threads, device => Score(folder, run, data, device, session));
    }

    private static FrameReport Score(RunFolder folder, FrameRunDescription run, FrameSet data, Device device, RunSession session)
    {
        FrameModelOptions options = run.Settings.Frames;
        string baseline = Path.Combine(folder.Baselines, "l2.safetensors");
        session.Progress?.Report(new StageBegan(RunStage.Baselines, File.Exists(baseline), "l2"));
        if (!File.Exists(baseline))
        {
            Directory.CreateDirectory(folder.Baselines);
            Learn(data, options.AsBaseline(), run.Settings.Seed, device, (RunStage.Baselines, session), null, Keep);
            session.Cancellation.ThrowIfCancellationRequested();
        }

        session.Progress?.Report(new StageBegan(RunStage.Scores, IsSkipped: false));
        FrameShape shape = FrameShape.Of(run.World, options);
        using var log = new FrameLog(data, shape, device);
        using FrameModel model = FrameModel.Read(folder.FrameModel, device), blurred = FrameModel.Read(baseline, device);
        (FrameReport report, FrameFutures[] futures) = new FrameScoring(data, log, shape, data.Split(options.HeldOutShare, run.Settings.Seed).HeldOut, run.Settings.Seed).Score(model, blurred, session.Cancellation);
        byte[] picture = FramePicture.Of(futures, shape, [.. Enumerable.Range(0, Math.Min(4, report.Windows)).Select(i => (2 * i + 1) * report.Windows / 8)]);
        AtomicFile.Write(folder.Scores, [.. JsonSerializer.SerializeToUtf8Bytes(report, Json), (byte)'\n']);
        AtomicFile.Write(folder.FramePicture, picture);
        AtomicFile.Write(folder.Report, Encoding.UTF8.GetBytes(FramePage.Of(run, report, picture)));
        return report;

        void Keep(FrameModel learned)
        {
            if (!session.Cancellation.IsCancellationRequested) learned.Write(baseline, run.World, new Provenance(run.DataHash, data.Count, run.Settings.Seed));
        }
    }

    /// <exception cref="InvalidOperationException">A loss is not finite.</exception>
    internal static void ExpectFinite(IReadOnlyList<(string Name, double Value)> losses, int step)
    {
        if (losses.FirstOrDefault(loss => !double.IsFinite(loss.Value)) is { Name: { } name })
            throw new InvalidOperationException($"Training stopped at step {step}: {name} is not finite. Nothing is saved of it; a lower frames.learningRate and frames.criticLearningRate help.");
    }

    private static bool Learn(FrameSet data, FrameModelOptions options, ulong seed, Device device, (RunStage Stage, RunSession Session) place, MetricsFile? metrics, Action<FrameModel> keep)
    {
        FrameShape shape = FrameShape.Of(data.Spec, options);
        using var log = new FrameLog(data, shape, device);
        using var trainer = new FrameTrainer(log, shape, options, data.Split(options.HeldOutShare, seed).Training, seed);
        while (trainer.StepsDone < options.Steps && !place.Session.Cancellation.IsCancellationRequested)
        {
            bool reports = (trainer.StepsDone + 1) % StepsBetweenReports == 0 || trainer.StepsDone + 1 == options.Steps;
            IReadOnlyList<(string Name, double Value)> losses = trainer.Step(reports);
            if (!reports) continue;
            ExpectFinite(losses, trainer.StepsDone);
            metrics?.Add(new TrainingProgress("frames", 0, trainer.StepsDone, options.Steps, 1, losses));
            place.Session.Progress?.Report(new StageAdvanced(place.Stage, trainer.StepsDone, 0, options.Steps, "frames", losses));
        }

        keep(new FrameModel(trainer.Average, shape, log.Units, options, trainer.StepsDone));      // the trainer disposes the networks
        return trainer.StepsDone == options.Steps;
    }

    private static (FrameSet Data, string Hash) Read(WorldSpec world, IReadOnlyList<string> logs, RunSession session)
    {
        using var hash = new LogHash();
        FrameSet data = FrameSet.From(world, logs.SelectMany(log => LogFile.Read(log, world, notice => session.Progress?.Report(new RunWarning(notice.ToString())), LoggedRewards.Optional)).Select(episode =>
        {
            hash.Add(episode);
            return episode;
        }));
        session.Progress?.Report(new DataWasRead(data.Count, data.EpisodeCount));
        return (data, hash.ToString());
    }

    private static TorchEngine EngineOf(WorldSpec world, RunSession session) => session.Engine as TorchEngine
        ?? throw new ArgumentException($"--device {session.Engine.Device}: expected a device of libtorch for world '{world.Name}', whose state is an image. Use --device {TorchEngine.Cpu}, or {TorchEngine.Cuda} where there is a CUDA device.");
}
