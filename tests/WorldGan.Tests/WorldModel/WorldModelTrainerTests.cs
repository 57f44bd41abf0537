using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Tests.Datasets;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Tests.WorldModel;

public sealed class WorldModelTrainerTests : IDisposable
{
    private static readonly Provenance From = new("hash", 7, 5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_thread_and_several_write_the_same_file()
    {
        LearnedWorldFile.Write(_folder.File("one"), Tiny.Train(Tiny.Options with { Members = 3 }, threads: 1), From);
        LearnedWorldFile.Write(_folder.File("two"), Tiny.Train(Tiny.Options with { Members = 3 }, threads: 2), From);
        Assert.Equal(File.ReadAllBytes(_folder.File("one")), File.ReadAllBytes(_folder.File("two")));
    }

    [Fact]
    public void The_seed_changes_every_member()
    {
        LearnedWorld one = Tiny.Train(), other = WorldModelTrainer.Train(Tiny.Data, Tiny.Options, 6, new TrainingSession { Threads = 1 });
        Assert.All(one.Members.Zip(other.Members), pair => Assert.NotEqual(pair.First.Generator.Parameters, pair.Second.Generator.Parameters));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(15)]
    public void A_cancelled_training_goes_on_to_the_same_world(int reportsBefore)
    {
        using var stop = new CancellationTokenSource();
        var session = new TrainingSession { Threads = 1, CheckpointFolder = _folder.File("c"), StepsBetweenReports = 1, Cancellation = stop.Token, Progress = new Countdown(reportsBefore, stop) };
        Assert.ThrowsAny<OperationCanceledException>(() => WorldModelTrainer.Train(Tiny.Data, Tiny.Options, 5, session));
        LearnedWorld rest = WorldModelTrainer.Train(Tiny.Data, Tiny.Options, 5, session with { Cancellation = default, Progress = null });
        Assert.Equal(Tiny.Fingerprint(Tiny.Train()), Tiny.Fingerprint(rest));
    }

    [Fact]
    public void Start_states_are_those_of_the_logged_episodes()
    {
        float[] starts = Tiny.Train().StartStates;
        Assert.Equal(Enumerable.Range(0, Tiny.Data.EpisodeCount).SelectMany(e => Tiny.Data.State(Tiny.Data.EpisodeStarts[e]).ToArray()), starts);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("heads")]
    [InlineData("noise")]
    public void A_training_that_runs_away_stops_with_its_stage(string stage)
    {
        // Squares of numbers like 1e30 are more than single precision holds.
        WorldModelOptions runaway = Tiny.Options with { MeanSteps = 40, HeadSteps = 40, AdversarialSteps = 40 };
        runaway = stage switch
        {
            "mean" => runaway with { MeanLearningRate = 1e30 },
            "heads" => runaway with { HeadLearningRate = 1e30 },
            _ => runaway with { AdversarialLearningRate = 1e30 },
        };
        string message = Assert.Throws<InvalidOperationException>(() => Tiny.Train(runaway)).Message;
        Assert.Matches($"^Training of world member [01] stopped at step [0-9]+, {stage}: '[A-Za-z.]+' is not finite", message);
    }

    /// <summary>A hundred is too much by far: the good state and the rate belong to the checkpoint.</summary>
    [Fact]
    public void A_training_that_went_back_to_its_last_good_state_is_the_same_stopped_or_not()
    {
        WorldModelOptions fast = Tiny.Options with { MeanSteps = 40, MeanLearningRate = 100, AdversarialSteps = 20, AdversarialLearningRate = 100 };
        var incidents = new Incidents();
        LearnedWorld undisturbed = WorldModelTrainer.Train(Tiny.Data, fast, 5, new TrainingSession { Threads = 1, Progress = incidents });
        Assert.NotEmpty(incidents.All);
        for (int stop = 1; stop < 100; stop += 12)
        {
            using var cancel = new CancellationTokenSource();
            var session = new TrainingSession { Threads = 1, CheckpointFolder = _folder.File($"c{stop}"), StepsBetweenReports = 1, Cancellation = cancel.Token, Progress = new Countdown(stop, cancel) };
            Assert.ThrowsAny<OperationCanceledException>(() => WorldModelTrainer.Train(Tiny.Data, fast, 5, session));
            LearnedWorld rest = WorldModelTrainer.Train(Tiny.Data, fast, 5, session with { Cancellation = default, Progress = null });
            Assert.Equal(Tiny.Fingerprint(undisturbed), Tiny.Fingerprint(rest));
        }
    }

    /// <summary>An episode that lost a row in its middle is two pieces; the second one is no beginning.</summary>
    [Fact]
    public void Pieces_that_begin_late_give_no_start_states()
    {
        Episode whole = SmallWorld.EpisodeOf("a", Ending.None, 1, 0, 1, 2, 3);
        Episode late = SmallWorld.EpisodeOf("a", Ending.None, 1, 5, 6, 7, 8) with { FirstStep = 4 };
        Assert.Equal([0, 0], StartStates(whole, late, whole with { Id = "b" }));
        Assert.Equal([5, 5], StartStates(late, late with { Id = "b" }));                // better than none
    }

    private static float[] StartStates(params Episode[] episodes) =>
        Tiny.Train(data: TransitionSet.From(SmallWorld.SpecOf(new StateVariable("x")), episodes)).StartStates;

    private sealed class Incidents : IProgress<TrainingProgress>
    {
        public List<string> All { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Incident is { } incident) All.Add(incident);
        }
    }

    private sealed class Countdown(int reports, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        private int _left = reports;

        public void Report(TrainingProgress value)
        {
            if (--_left == 0) stop.Cancel();
        }
    }
}
