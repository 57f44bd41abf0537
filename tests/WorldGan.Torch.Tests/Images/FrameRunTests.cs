using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Tests;
using WorldGan.Torch.Images;
using WorldGan.Worlds.Json;

namespace WorldGan.Torch.Tests.Images;

public class FrameRunTests
{
    private static readonly FrameSettings Settings = new() { Seed = 2, Frames = Ball.Tiny with { Steps = 60 } };

    [LibtorchFact]
    public void A_run_is_learned_and_scored_beside_its_baseline()
    {
        using var place = new Place();
        FrameRun.Train(place.Run, Ball.Spec, [place.Log], Settings, place.Session);
        FrameReport report = FrameRun.Evaluate(place.Run, place.Session);
        Assert.Equal((60, 60), (report.Steps.Model, report.Steps.Baseline));
        Assert.Equal(["model", "l2", "copy"], report.Images.Select(score => score.Model).Distinct());
        Assert.Equal([1, 2, 5, 10], report.Images.Where(score => score.Model == "copy").Select(score => score.Ahead));
        Assert.All(report.Images, score => Assert.True(double.IsFinite(score.Psnr + score.Ssim + score.Sharpness + score.EdgeEnergy)));
        Assert.All(new[] { place.Run.Frames, place.Run.FrameModel, place.Run.Metrics, place.Run.Scores, place.Run.FramePicture, place.Run.Report }, file => Assert.True(File.Exists(file), file));
        byte[] scores = File.ReadAllBytes(place.Run.Scores);
        FrameRun.Evaluate(place.Run, place.Session);
        Assert.Equal(scores, File.ReadAllBytes(place.Run.Scores));
    }

    [LibtorchFact]
    public void A_training_that_is_stopped_leaves_the_world_as_it_was_then()
    {
        using var place = new Place();
        using var stop = new CancellationTokenSource();
        var session = place.Session with { Cancellation = stop.Token, Progress = new Stop(stop) };
        Assert.Throws<OperationCanceledException>(() => FrameRun.Train(place.Run, Ball.Spec, [place.Log], Settings with { Frames = Settings.Frames with { Steps = 1000 } }, session));
        using FrameModel model = FrameModel.Read(place.Run.FrameModel, TorchSharp.torch.CPU);
        Assert.Equal(50, model.Steps);
    }

    [LibtorchFact]
    public void A_folder_that_holds_a_run_is_not_trained_in_and_other_words_say_what_it_is()
    {
        using var place = new Place();
        FrameRun.Train(place.Run, Ball.Spec, [place.Log], Settings with { Frames = Settings.Frames with { Steps = 1 } }, place.Session);
        Assert.Throws<IOException>(() => FrameRun.Train(place.Run, Ball.Spec, [place.Log], Settings, place.Session));
        Assert.Contains("got that of a world of images, which only 'worldgan train' and 'worldgan evaluate' know yet", Assert.Throws<FileNotFoundException>(place.Run.ReadDescription).Message, StringComparison.Ordinal);
    }

    [LibtorchFact]
    public void A_log_that_has_changed_is_not_scored_on()
    {
        using var place = new Place();
        FrameRun.Train(place.Run, Ball.Spec, [place.Log], Settings with { Frames = Settings.Frames with { Steps = 1 } }, place.Session);
        LogFile.Write(place.Log, Ball.Spec, Ball.Episodes(300, seed: 9), overwrite: true);
        Assert.Contains("expected the data that run", Assert.Throws<InvalidDataException>(() => FrameRun.Evaluate(place.Run, place.Session)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_training_and_says_where()
    {
        FrameRun.ExpectFinite([("pixels", 1), ("game", -2)], 100);
        Assert.Equal("Training stopped at step 100: game is not finite. Nothing is saved of it; a lower frames.learningRate and frames.criticLearningRate help.",
            Assert.Throws<InvalidOperationException>(() => FrameRun.ExpectFinite([("pixels", 1), ("game", double.NaN)], 100)).Message);
    }

    [Fact]
    public void The_engine_of_managed_code_is_refused_with_what_to_use()
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<ArgumentException>(() => FrameRun.Train(new RunFolder(folder.File("run")), Ball.Spec, ["none.wglog"], Settings, new RunSession()));
        Assert.Equal("--device cpu: expected a device of libtorch for world 'bouncing-ball', whose state is an image. Use --device torch-cpu, or cuda where there is a CUDA device.", fault.Message);
        Assert.False(Directory.Exists(folder.File("run")));
    }

    [LibtorchFact]
    public void A_log_of_one_episode_is_refused()
    {
        using var place = new Place();
        LogFile.Write(place.Log, Ball.Spec, Ball.Episodes(300).Take(1), overwrite: true);
        Assert.Contains("expected at least two episodes", Assert.Throws<InvalidDataException>(() => FrameRun.Train(place.Run, Ball.Spec, [place.Log], Settings, place.Session)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frames.loss=energy-score", "expected a game of images: wgan-gp, minimax, non-saturating, non-saturating-r1 or rpgan, got energy-score.")]
    [InlineData("frames.steps=0", "expected a number of at least 1 and of at most 10000000, got 0.")]
    [InlineData("frames.latent=3", "this key is not known. Expected one of latentSize, ")]
    [InlineData("policy.steps=3", "this key is not known.")]
    public void Settings_that_cannot_be_are_told(string setting, string fault) =>
        Assert.Contains(fault, Assert.Throws<FaultyFileException>(() => SettingsFile.FromDefaults<FrameSettings>(setting)).Message, StringComparison.Ordinal);

    private sealed class Place : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Place() => LogFile.Write(Log, Ball.Spec, Ball.Episodes(400));

        public string Log => _folder.File("ball.wglog");

        public RunFolder Run => new(_folder.File("run"));

        public RunSession Session { get; } = new() { Threads = 1, Engine = TorchEngine.Open(TorchEngine.Cpu) };

        public void Dispose() => _folder.Dispose();
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is StageAdvanced) source.Cancel();
        }
    }
}
