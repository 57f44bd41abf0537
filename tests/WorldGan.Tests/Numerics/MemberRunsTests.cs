using WorldGan.Numerics;

namespace WorldGan.Tests.Numerics;

public sealed class MemberRunsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_member_is_trained_to_its_end_whatever_the_threads(int threads)
    {
        var finished = new int[5];
        MemberRuns.Run(5, new TrainingSession { Threads = threads }, "count", _ => new Counting(7), (index, run) => finished[index] = run.StepsDone);
        Assert.Equal([7, 7, 7, 7, 7], finished);
    }

    /// <summary>Whole members would leave threads without work: five on two threads take three fifths of the time of one.</summary>
    [Fact]
    public void Members_take_turns_so_that_none_is_far_behind()
    {
        var steps = new int[7];
        int furthest = 0;
        MemberRuns.Run(7, new TrainingSession { Threads = 1 }, "count", index => new Counting(1000, at =>
        {
            steps[index] = at;
            furthest = Math.Max(furthest, steps.Max() - steps.Min());
        }), (_, _) => { });
        Assert.InRange(furthest, 1, 100);
    }

    [Fact]
    public void A_cancelled_run_saves_first_and_goes_on_where_it_was()
    {
        using var stop = new CancellationTokenSource();
        var session = new TrainingSession { Threads = 1, CheckpointFolder = _folder.File("c"), Cancellation = stop.Token };
        Assert.Throws<OperationCanceledException>(() => MemberRuns.Run(1, session, "count", _ => new Counting(10, at => Cancel(stop, at == 4)), (_, _) => Assert.Fail("It is not finished.")));

        var rest = new List<int>();
        MemberRuns.Run(1, session with { Cancellation = default }, "count", _ => new Counting(10, rest.Add), (_, _) => { });
        Assert.Equal([5, 6, 7, 8, 9, 10], rest);
    }

    [Fact]
    public void A_crash_costs_the_steps_since_the_last_checkpoint_and_no_more()
    {
        var session = new TrainingSession { Threads = 1, CheckpointFolder = _folder.File("c"), StepsBetweenCheckpoints = 3 };
        var fault = new InvalidOperationException("midway");
        Assert.Same(fault, Assert.Throws<InvalidOperationException>(() => MemberRuns.Run(1, session, "count", _ => new Counting(10, at => Throw(fault, at == 8)), (_, _) => { })));

        var rest = new List<int>();
        MemberRuns.Run(1, session, "count", _ => new Counting(10, rest.Add), (_, _) => { });
        Assert.Equal([7, 8, 9, 10], rest);
    }

    [Fact]
    public void Reports_come_at_the_beginning_at_their_steps_and_at_the_end()
    {
        var reports = new Reports();
        MemberRuns.Run(2, new TrainingSession { Threads = 1, StepsBetweenReports = 4, Progress = reports }, "count", _ => new Counting(10), (_, _) => { });
        Assert.Equal(["count.counting 0/2 0/10: ", "count.counting 0/2 4/10: steps=4 loss=0 measured=1", "count.counting 0/2 8/10: steps=8 loss=0 measured=1", "count.counting 0/2 10/10: steps=10 loss=0 measured=1"], reports.Lines.Where(line => line.StartsWith("count.counting 0/", StringComparison.Ordinal)));
        Assert.Equal(8, reports.Lines.Count);
    }

    [Fact]
    public void Reports_come_at_the_same_steps_after_a_stop()
    {
        using var stop = new CancellationTokenSource();
        var session = new TrainingSession { Threads = 1, CheckpointFolder = _folder.File("c"), StepsBetweenReports = 4 };
        Assert.Throws<OperationCanceledException>(() => MemberRuns.Run(1, session with { Cancellation = stop.Token }, "count", _ => new Counting(10, at => Cancel(stop, at == 3)), (_, _) => { }));
        var reports = new Reports();
        MemberRuns.Run(1, session with { Progress = reports }, "count", _ => new Counting(10), (_, _) => { });
        Assert.Equal(["count.counting 0/1 3/10: ", "count.counting 0/1 4/10: steps=4 loss=0 measured=1", "count.counting 0/1 8/10: steps=8 loss=0 measured=1", "count.counting 0/1 10/10: steps=10 loss=0 measured=1"], reports.Lines);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_loss_that_is_not_finite_stops_the_run_with_its_place(double loss)
    {
        var run = new Counting(10) { Loss = at => at == 4 ? loss : 0 };
        var error = Assert.Throws<InvalidOperationException>(() => MemberRuns.Run(1, new TrainingSession { Threads = 1 }, "count", _ => run, (_, _) => Assert.Fail("It is not finished.")));
        Assert.Equal("Training of count member 0 stopped at step 4, counting: 'loss' is not finite. Try a lower learning rate, and look for extreme values in the log.", error.Message);
    }

    [Theory]
    [InlineData(2, 10)]                                    // found at the end
    [InlineData(8, 9)]                                     // found before the checkpoint of step 9
    public void A_weight_that_is_not_finite_is_never_saved_nor_finished(int infiniteAt, int foundAt)
    {
        var session = new TrainingSession { Threads = 1, CheckpointFolder = _folder.File("c"), StepsBetweenCheckpoints = foundAt == 10 ? 100 : 3 };
        var run = new Counting(10);
        run.Loss = at =>
        {
            if (at == infiniteAt) run.Weights[1] = float.PositiveInfinity;
            return 0;
        };
        var error = Assert.Throws<InvalidOperationException>(() => MemberRuns.Run(1, session, "count", _ => run, (_, _) => Assert.Fail("It is not finished.")));
        Assert.Contains($"stopped at step {foundAt}, counting: 'weights' is not finite", error.Message);
        Assert.Equal(foundAt == 10 ? 0 : 6, Saved(session));
    }

    private static int Saved(TrainingSession session)
    {
        var fresh = new Counting(10);
        string path = Path.Combine(session.CheckpointFolder!, "count-0.safetensors");
        if (File.Exists(path)) fresh.Restore(Checkpoint.Open(path));
        return fresh.StepsDone;
    }

    private static void Cancel(CancellationTokenSource stop, bool now)
    {
        if (now) stop.Cancel();
    }

    private static void Throw(Exception fault, bool now)
    {
        if (now) throw fault;
    }

    private sealed class Counting(int steps, Action<int>? counted = null) : IMemberRun
    {
        private readonly int[] _done = [0];

        public float[] Weights { get; } = [1, 2];

        public Func<int, double> Loss { get; set; } = _ => 0;

        public string Stage => "counting";

        public bool IsDone => _done[0] >= steps;

        public int StepsDone => _done[0];

        public int Steps => steps;

        public IEnumerable<(string Name, Array Values)> State => [("done", _done), ("weights", Weights)];

        public IReadOnlyList<(string Name, double Value)> Step()
        {
            _done[0]++;
            counted?.Invoke(_done[0]);
            return [("steps", _done[0]), ("loss", Loss(_done[0]))];
        }

        public Measurement Measure() => new([("measured", 1)], []);

        public void Restore(Checkpoint checkpoint) => checkpoint.Read(State);
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public List<string> Lines { get; } = [];

        public void Report(TrainingProgress value) =>
            Lines.Add($"{value.Stage} {value.Member}/{value.Members} {value.Step}/{value.Steps}: {string.Join(' ', value.Values.Select(v => $"{v.Name}={v.Value}"))}");
    }
}
