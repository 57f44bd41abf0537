using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

/// <summary>Descents that run away at the full learning rate.</summary>
public sealed class LastGoodTests : IDisposable
{
    private const int StageSteps = 600;

    private readonly TemporaryFolder _folder = new();
    private readonly Reports _reports = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_training_that_does_well_is_left_alone()
    {
        Descent end = Train(new Descent(curvature: 1.9));
        Assert.All(_reports.All, report => Assert.Null(report.Incident));
        Assert.Equal(0, end.Points[0], 1e-6);
    }

    /// <summary>With a curvature of 3 the point doubles its distance in each step, and at a quarter of the rate it falls by four.</summary>
    [Fact]
    public void Losses_that_are_not_finite_send_a_stage_back_to_a_quarter_of_the_rate()
    {
        Descent end = Train(new Descent(curvature: 3));
        Assert.Equal(["Training of point.first broke down ('loss' is not finite) and went back to its last good state, to go on at a quarter of the learning rate.", "Training of point.second broke down ('loss' is not finite) and went back to its last good state, to go on at a quarter of the learning rate."], Incidents);
        Assert.Equal([0, 0], end.Points);
    }

    /// <summary>Each step grows the distance by 4 %: in the first stretch the squares come to some 300 million times the first, and all of them are finite.</summary>
    [Fact]
    public void Losses_that_run_away_send_a_stage_back_before_they_overflow()
    {
        Train(new Descent(curvature: 2.04));
        Assert.Equal(2, Incidents.Length);
        Assert.All(Incidents, incident => Assert.Contains("the losses have grown 1000000 times", incident));
    }

    [Fact]
    public void Losses_that_run_away_at_any_rate_but_are_finite_are_left_to_run()
    {
        Train(new Descent(curvature: -0.05) { GrowsAtAnyRate = true });
        Assert.Equal(2 * LastGood.MostReturns, Incidents.Length);
    }

    [Fact]
    public void A_stage_that_begins_has_the_full_rate()
    {
        Train(new Descent(curvature: 3));
        TrainingProgress[] incidents = [.. _reports.All.Where(report => report.Incident is not null)];
        Assert.Equal([0, StageSteps], incidents.Select(report => report.Step));
        Assert.All(incidents, report => Assert.Equal(("rateFactor", 0.25), report.Values.Single()));
    }

    [Fact]
    public void The_last_good_state_is_kept_as_training_goes_and_only_what_follows_is_lost()
    {
        Train(new Descent(curvature: 0.01) { CurvatureFrom400 = 3 });
        Assert.Equal(250, _reports.All.First(report => report.Incident is not null).Step);
    }

    [Fact]
    public void What_no_rate_saves_stops_with_a_clear_error_after_a_few_returns()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Train(new Descent(curvature: 1e9))).Message;
        Assert.Matches("^Training of point member 0 stopped at step [0-9]+, first: 'loss' is not finite, also after 4 returns to the last good state with ever lower learning rates", message);
        Assert.Equal(4, _reports.All.Count(report => report.Incident is not null));
        Assert.Equal([0.25, 0.0625, 0.015625, 0.00390625], _reports.All.Where(report => report.Incident is not null).Select(report => report.Values.Single().Value));
    }

    /// <summary>A weight that is not finite may take a while to reach the losses: a save, which may come at any time, must not keep it.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void A_weight_that_is_not_finite_sends_a_stage_back_though_no_loss_tells(int stepsBetweenCheckpoints)
    {
        Descent end = Train(new Descent(curvature: 1.5) { BreaksAtFullRate = 30 }, stepsBetweenCheckpoints);
        Assert.Equal(["Training of point.first broke down ('hidden' is not finite) and went back to its last good state, to go on at a quarter of the learning rate."], Incidents);
        Assert.True(Same(Train(new Descent(curvature: 1.5) { BreaksAtFullRate = 30 }), end));
    }

    [Fact]
    public void Stopped_anywhere_it_goes_on_to_the_same_bits_through_all_returns()
    {
        Descent undisturbed = Train(new Descent(curvature: 2.3) { CurvatureFrom400 = 12, BreaksAtFullRate = 700 });
        int returns = Incidents.Length;
        Assert.InRange(returns, 3, 8);
        for (int stop = 1; stop < 3000; stop += 37)
        {
            string folder = _folder.File($"c{stop}");
            using var cancel = new CancellationTokenSource();
            var first = new Descent(curvature: 2.3) { CurvatureFrom400 = 12, BreaksAtFullRate = 700, AtEachStep = new Countdown(stop, cancel).Count };
            try
            {
                Train(first, folder: folder, cancellation: cancel.Token);
            }
            catch (OperationCanceledException)
            {
            }

            Assert.True(Same(undisturbed, Train(new Descent(curvature: 2.3) { CurvatureFrom400 = 12, BreaksAtFullRate = 700 }, folder: folder)), $"Stopped after {stop} steps.");
        }
    }

    private string[] Incidents => [.. _reports.All.Where(report => report.Incident is not null).Select(report => report.Incident!)];

    private static bool Same(Descent a, Descent b) => a.Points.AsSpan().SequenceEqual(b.Points);

    private Descent Train(Descent run, int stepsBetweenCheckpoints = 1000, string? folder = null, CancellationToken cancellation = default)
    {
        Descent? end = null;
        var session = new TrainingSession { Threads = 1, Progress = _reports, StepsBetweenCheckpoints = stepsBetweenCheckpoints, CheckpointFolder = folder, Cancellation = cancellation };
        MemberRuns.Run(1, session, "point", _ => run, (_, done) => end = (Descent)done);
        return end!;
    }

    /// <summary>Two points, one after the other, that go down a parabola: x ← x - rate · curvature · x.</summary>
    private sealed class Descent(double curvature, double rate = 1) : IMemberRun
    {
        private readonly int[] _done = [0, 0];             // steps, stage

        public float[] Points { get; } = [1, 1];

        public float[] Hidden { get; } = [0];

        public double? CurvatureFrom400 { get; init; }

        public int BreaksAtFullRate { get; init; } = -1;

        public bool GrowsAtAnyRate { get; init; }

        public Action AtEachStep { get; init; } = () => { };

        public string Stage => _done[1] switch { 0 => "first", 1 => "second", _ => "done" };

        public bool IsDone => _done[1] == 2;

        public int StepsDone => _done[0];

        public int Steps => 2 * StageSteps;

        public IEnumerable<(string Name, Array Values)> State => [("done", _done), ("points", Points), ("hidden", Hidden)];

        public IReadOnlyList<(string Name, double Value)> Step()
        {
            AtEachStep();
            if (_done[0] == (_done[1] + 1) * StageSteps)
            {
                _done[1]++;
                return [];
            }

            double steep = GrowsAtAnyRate ? curvature / rate : _done[0] >= 400 && CurvatureFrom400 is { } later ? later : curvature;
            ref float point = ref Points[_done[1]];
            float loss = point * point;
            point = (float)(point - rate * steep * point);
            if (_done[0]++ == BreaksAtFullRate && rate >= 1) Hidden[0] = float.NaN;
            return [("loss", loss)];
        }

        public Measurement Measure() => Measurement.None;

        public void Restore(Checkpoint checkpoint) => checkpoint.Read(State);

        public IMemberRun AtRate(double factor) => new Descent(curvature, factor) { CurvatureFrom400 = CurvatureFrom400, GrowsAtAnyRate = GrowsAtAnyRate, BreaksAtFullRate = BreaksAtFullRate, AtEachStep = AtEachStep };
    }

    private sealed class Countdown(int left, CancellationTokenSource stop)
    {
        public void Count()
        {
            if (--left == 0) stop.Cancel();
        }
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }
}
