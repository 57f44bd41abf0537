using WorldGan.Runs;

namespace WorldGan.Tests.Runs;

public sealed class StageClockTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ManualTime _time = new();

    [Fact]
    public void Seconds_add_up_over_stops()
    {
        Work(RunStage.World, 10);
        Work(RunStage.World, 3);
        Work(RunStage.Policy, 4);
        Assert.Equal(new RunSeconds { World = 13, Policy = 4 }, Clock().Seconds);
    }

    [Fact]
    public void A_crash_loses_a_few_seconds_at_most()
    {
        StageClock clock = Clock();
        clock.Start();
        foreach (int _ in Enumerable.Range(0, 9))
        {
            _time.Seconds++;
            clock.Count(RunStage.World);
        }

        Assert.Equal(5, Clock().Seconds.World);
    }

    [Fact]
    public void Without_checkpoints_the_seconds_are_those_of_the_scores()
    {
        Directory.CreateDirectory(Folder.Path);
        File.WriteAllText(Folder.Scores, """{"seconds":{"world":2.5,"policy":null}}""");
        Assert.Equal(new RunSeconds { World = 2.5 }, Clock().Seconds);
        File.WriteAllText(Folder.Scores, "torn");
        Assert.Equal(new RunSeconds(), Clock().Seconds);
    }

    public void Dispose() => _temporary.Dispose();

    private RunFolder Folder => new(_temporary.File("run"));

    private StageClock Clock() => new(Folder, _time);

    private void Work(RunStage stage, int seconds)
    {
        StageClock clock = Clock();
        clock.Start();
        _time.Seconds += seconds;
        clock.Stop(stage);
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
