using WorldGan.Evaluation;
using WorldGan.Logs;
using WorldGan.Policies;
using WorldGan.Rollouts;
using WorldGan.Runs;
using WorldGan.Tests.Evaluation;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly RunSettings Settings = new()
    {
        StepsBetweenCheckpoints = 40,
        WorldModel = new WorldModelOptions { Members = 2, MeanWidth = 8, NoiseWidth = 8, HeadWidth = 8, BatchSize = 16, MeanSteps = 150, HeadSteps = 150, AdversarialSteps = 150 },
        Policy = new PolicyOptions { HiddenWidth = 8, BatchSize = 16, Steps = 450, ReplayCapacity = 1000 },
        Evaluation = new EvaluationOptions { Episodes = 3, OffPolicy = new() { FittedSteps = 20, FittedNetworks = 2, MostEpisodes = 4 } },
    };

    private readonly TemporaryFolder _temporary = new();

    public TrainingRunTests() => LogFile.Write(Log, LineWorld.Plain, Enumerable.Range(0, 20).Select(e => new Episode
    {
        Id = $"{e}",
        States = [.. Enumerable.Range(0, 12).Select(t => 0.01 * e + 0.1 * (t % 3))],
        Actions = [.. Enumerable.Range(0, 11).Select(t => (t * t + e) % 2)],
        Rewards = [.. Enumerable.Range(0, 11).Select(t => t / 10.0)],
        Ending = e % 2 == 0 ? Ending.Terminal : Ending.TimeLimit,
    }));

    /// <summary>Stopped after every few events, a run still comes to the same bytes, and to the same lines of metrics.</summary>
    [Theory]
    [InlineData(1, null)]
    [InlineData(4, null)]
    [InlineData(4, 3)]
    [InlineData(8, null, 0.3)]
    public void A_run_that_is_stopped_again_and_again_ends_with_the_same_bytes(int eventsBetweenStops, int? history, double behaviourThreshold = 0)
    {
        RunRequest request = Request with
        {
            World = LineWorld.Plain with { History = history },
            Settings = Settings with { Policy = Settings.Policy with { BehaviourThreshold = behaviourThreshold } },
        };
        var whole = new RunFolder(_temporary.File("whole"));
        var stopped = new RunFolder(_temporary.File("stopped"));
        TrainingRun.Start(whole, request, Session() with { Threads = 2 });
        bool isDone = false;
        for (int attempt = 0; !isDone; attempt++)
        {
            Assert.InRange(attempt, 0, 100);
            using var cancellation = new CancellationTokenSource();
            isDone = TryGoOn(stopped, request, Session(new StopAfter(cancellation, eventsBetweenStops), cancellation.Token));
        }

        Assert.Equal(File.ReadAllBytes(whole.World), File.ReadAllBytes(stopped.World));
        Assert.Equal(File.ReadAllBytes(whole.Policy), File.ReadAllBytes(stopped.Policy));
        Assert.Equal(File.ReadAllLines(whole.Metrics).Order(StringComparer.Ordinal), File.ReadAllLines(stopped.Metrics).Order(StringComparer.Ordinal));
    }

    /// <summary>A later version may choose other numbers for a loss; a run keeps those that it began with.</summary>
    [Fact]
    public void A_run_saves_the_numbers_that_its_settings_leave_to_the_loss()
    {
        var folder = new RunFolder(_temporary.File("run"));
        RunRequest request = Request with { Settings = Settings with { WorldModel = Settings.WorldModel with { Loss = WorldModelLoss.NonSaturatingR1 } } };
        TrainingRun.Start(folder, request with { Goal = RunGoal.World }, Session());
        Assert.Contains("\"loss\": \"non-saturating-r1\"", File.ReadAllText(folder.Description));
        Assert.Equal(request.Settings.WorldModel.Resolved(), folder.ReadDescription().Settings.WorldModel);
        Assert.NotEqual(request.Settings.WorldModel, folder.ReadDescription().Settings.WorldModel);
        TrainingRun.TrainPolicy(folder, request.Settings, Session());                                   // the request's own settings are still the run's
        TrainingRun.Resume(folder, Session());
    }

    /// <summary>Its simulator knows the present state alone, and so does the log that is imagined.</summary>
    [Fact]
    public void A_run_with_a_history_is_scored_in_the_true_world_and_imagines_present_states()
    {
        var folder = new RunFolder(_temporary.File("run"));
        WorldSpec world = LineWorld.Plain with { History = 3 };
        RunResult result = TrainingRun.Start(folder, Request with { World = world }, Session());
        Assert.Equal(3, result.Policy.Policy!.Returns.Episodes);
        Assert.Equal(world, folder.ReadDescription().World);
        Assert.Equal(result.Policy, TrainingRun.Evaluate(folder, new EvaluationRequest(), Session()).Policy);
        string imagined = _temporary.File("imagined.csv");
        var request = new ImaginationRequest { Rows = 4, Horizon = 6, Start = ImaginedStart.Logged };
        LogFile.Write(imagined, world, Imagining.Run(folder, request, threads: 1).SelectMany(RolloutLog.Episodes));
        Assert.Equal("episode,step,x,action,reward,terminated,truncated,next_x", File.ReadLines(imagined).First());
    }

    [Fact]
    public void Stages_that_are_done_are_not_done_again()
    {
        var folder = new RunFolder(_temporary.File("run"));
        TrainingRun.Start(folder, Request with { Goal = RunGoal.World }, Session());
        Assert.False(File.Exists(folder.Policy));
        string advice = Assert.Throws<InvalidDataException>(() => Controller.Open(folder)).Message;
        Assert.Contains("--policy-only", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", advice, StringComparison.Ordinal);
        var seen = new List<RunEvent>();
        TrainingRun.TrainPolicy(folder, Settings, Session(new Listener(seen)));
        Assert.Contains(new StageBegan(RunStage.World, IsSkipped: true), seen);
        Assert.Contains(new StageBegan(RunStage.Policy, IsSkipped: false), seen);
        Assert.True(File.Exists(folder.Policy));
    }

    [Fact]
    public void A_file_of_another_run_is_not_taken_for_this_runs()
    {
        var folder = new RunFolder(_temporary.File("run"));
        var other = new RunFolder(_temporary.File("other"));
        TrainingRun.Start(folder, Request with { Goal = RunGoal.World }, Session());
        TrainingRun.Start(other, Request with { Goal = RunGoal.World, Settings = Settings with { Seed = 9 } }, Session());
        File.Copy(other.World, folder.World, overwrite: true);
        Assert.Throws<InvalidDataException>(() => TrainingRun.Resume(folder, Session()));
    }

    [Fact]
    public void New_settings_of_the_policy_give_a_new_policy_and_those_of_the_world_are_refused()
    {
        var folder = new RunFolder(_temporary.File("run"));
        TrainingRun.Start(folder, Request, Session());
        byte[] before = File.ReadAllBytes(folder.Policy);
        TrainingRun.TrainPolicy(folder, Settings with { Policy = Settings.Policy with { LearningRate = 1e-4 } }, Session());
        Assert.NotEqual(before, File.ReadAllBytes(folder.Policy));
        Assert.Throws<InvalidDataException>(() => TrainingRun.TrainPolicy(folder, Settings with { WorldModel = new WorldModelOptions() }, Session()));
    }

    [Fact]
    public void Another_source_can_be_chosen_for_the_policy_of_a_run()
    {
        var folder = new RunFolder(_temporary.File("run"));
        TrainingRun.Start(folder, Request with { Settings = Settings with { Policy = new() { HiddenWidth = 8, BatchSize = 16, Steps = 20 } } }, Session());
        byte[] before = File.ReadAllBytes(folder.Policy);
        RunSettings there = folder.ReadDescription().Settings;
        Assert.Equal(64, there.Policy.Rows);
        RunSettings log = there.WithOpenPolicy() with { Policy = there.WithOpenPolicy().Policy with { Source = PolicySource.Log } };
        TrainingRun.TrainPolicy(folder, log, Session());
        Assert.Null(folder.ReadDescription().Settings.Policy.Rows);
        Assert.NotEqual(before, File.ReadAllBytes(folder.Policy));
        Assert.Equal(PolicySource.Log, TrainingRun.Resume(folder, Session()).Description.Settings.Policy.Source);
    }

    [Fact]
    public void Without_a_simulator_a_policy_cannot_be_learned_in_it_and_nothing_is_begun()
    {
        var folder = new RunFolder(_temporary.File("run"));
        RunSettings settings = Settings with { Policy = new() { Source = PolicySource.Simulator, HiddenWidth = 8, BatchSize = 16, Steps = 20 } };
        RunRequest request = Request with { Settings = settings };
        Assert.Contains("expected a simulator", Assert.Throws<InvalidDataException>(() => TrainingRun.Start(folder, request, Session() with { Simulator = null })).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.World));
        Assert.NotNull(TrainingRun.Resume(folder, Session()).Policy.Policy);
    }

    /// <summary>With a clock that moves only when it is read, a policy learned anew takes as long as one learned at first.</summary>
    [Fact]
    public void A_policy_learned_later_or_anew_keeps_the_worlds_seconds_and_counts_its_own()
    {
        RunFolder whole = new(_temporary.File("whole")), staged = new(_temporary.File("staged")), stopped = new(_temporary.File("stopped"));
        TrainingRun.Start(whole, Request, Timed());
        RunSeconds expected = RunScoresFile.ReadSeconds(whole.Scores);
        Assert.True(expected is { World: > 0, Policy: > 0 });

        TrainingRun.Start(staged, Request with { Goal = RunGoal.World }, Timed());
        TrainingRun.TrainPolicy(staged, Settings, Timed());
        Assert.Equal(expected, RunScoresFile.ReadSeconds(staged.Scores));
        TrainingRun.TrainPolicy(staged, OtherPolicy, Timed());
        Assert.Equal(expected, RunScoresFile.ReadSeconds(staged.Scores));

        TrainingRun.Start(stopped, Request with { Goal = RunGoal.World }, Timed());
        StopInPolicy(stopped, Settings);
        TrainingRun.TrainPolicy(stopped, OtherPolicy, Timed());
        Assert.Equal(expected, RunScoresFile.ReadSeconds(stopped.Scores));
    }

    [Fact]
    public void A_policy_is_there_until_its_successor_is()
    {
        RunFolder whole = new(_temporary.File("whole")), folder = new(_temporary.File("run"));
        TrainingRun.Start(whole, Request with { Settings = OtherPolicy }, Session());
        TrainingRun.Start(folder, Request, Session());
        byte[] policy = File.ReadAllBytes(folder.Policy), scores = File.ReadAllBytes(folder.Scores);
        StopInPolicy(folder, OtherPolicy);
        Assert.Equal(policy, File.ReadAllBytes(folder.Policy));
        Assert.Equal(scores, File.ReadAllBytes(folder.Scores));
        Assert.Contains("--resume", Assert.Throws<InvalidDataException>(() => TrainingRun.Evaluate(folder, new EvaluationRequest(), Session())).Message, StringComparison.Ordinal);
        TrainingRun.Resume(folder, Session());
        Assert.Equal(File.ReadAllBytes(whole.Policy), File.ReadAllBytes(folder.Policy));
    }

    [Fact]
    public void Logs_may_move_but_not_change()
    {
        var folder = new RunFolder(_temporary.File("run"));
        string moved = _temporary.File("moved.csv");
        TrainingRun.Start(folder, Request with { Goal = RunGoal.World }, Session());
        File.Move(Log, moved);
        Assert.Contains("--log", Assert.Throws<FileNotFoundException>(() => TrainingRun.Resume(folder, Session())).Message, StringComparison.Ordinal);
        TrainingRun.MoveLogs(folder, [moved]);
        TrainingRun.Resume(folder, Session());
        Assert.Equal([moved], folder.ReadDescription().Logs);
        File.WriteAllLines(Log, File.ReadAllLines(moved)[..^11]);
        Assert.Throws<InvalidDataException>(() => TrainingRun.MoveLogs(folder, [Log]));
        Assert.Equal([moved], folder.ReadDescription().Logs);
    }

    [Fact]
    public void A_run_of_another_version_goes_on_with_a_warning()
    {
        var folder = new RunFolder(_temporary.File("run"));
        TrainingRun.Start(folder, Request with { Goal = RunGoal.World }, Session());
        var seen = new List<RunEvent>();
        TrainingRun.Resume(folder, Session(new Listener(seen)));
        Assert.DoesNotContain(seen, IsAboutVersions);
        RunDescriptionFile.Write(folder.Description, folder.ReadDescription() with { Version = "0.0.7" });
        TrainingRun.Resume(folder, Session(new Listener(seen)));
        Assert.Contains(seen, IsAboutVersions);

        static bool IsAboutVersions(RunEvent e) => e is RunWarning warning && warning.Message.Contains("begun by version 0.0.7", StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();

    private static RunSettings OtherPolicy => Settings with { Policy = Settings.Policy with { LearningRate = 1e-4 } };

    private string Log => _temporary.File("log.csv");

    private RunRequest Request => new() { World = LineWorld.Plain, Logs = [Log], Settings = Settings };

    private static RunSession Session(IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        new() { Time = TimeProvider.System, Threads = 1, Progress = progress, Cancellation = cancellation, Simulator = new LineWorld() };

    private static RunSession Timed() => Session() with { Time = new TimeThatIsRead() };

    private static void StopInPolicy(RunFolder folder, RunSettings settings)
    {
        using var cancellation = new CancellationTokenSource();
        RunSession session = Session(new StopAfter(cancellation, 2), cancellation.Token) with { Time = new TimeThatIsRead() };
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.TrainPolicy(folder, settings, session));
    }

    private static bool TryGoOn(RunFolder folder, RunRequest request, RunSession session)
    {
        try
        {
            _ = folder.HoldsRun ? TrainingRun.Resume(folder, session) : TrainingRun.Start(folder, request, session);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class StopAfter(CancellationTokenSource source, int events) : IProgress<RunEvent>
    {
        private int _events;

        public void Report(RunEvent value)
        {
            if (value is StageAdvanced { Values.Count: > 0 } && ++_events == events) source.Cancel();
        }
    }

    private sealed class TimeThatIsRead : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => ++_ticks;
    }

    private sealed class Listener(List<RunEvent> events) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => events.Add(value);
    }
}
