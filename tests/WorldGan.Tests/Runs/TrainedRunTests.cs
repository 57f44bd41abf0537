using WorldGan.Evaluation.Futures;
using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

public sealed class TrainedRunTests(TrainedArm arm) : IClassFixture<TrainedArm>
{
    [Fact]
    public void An_open_run_answers_as_the_stages_do()
    {
        TrainedRun run = TrainedRun.Open(arm.Folder.Path);
        Assert.Equal((2, 240, 12), (run.World.MemberCount, run.Data.Count, run.Data.EpisodeCount));
        Assert.Equal(run.Data.Count, run.Split.Training.Length + run.Split.HeldOut.Length);
        Assert.Equal(Imagining.Run(arm.Folder, new ImaginationRequest { Rows = 7, Seed = 3 }, threads: 1).Single().States, run.Imagine(7, seed: 3).States);
        Forecast expected = Forecasting.Run(arm.Folder, new ForecastRequest { Event = "height > 1", Within = 5, From = "1:2" }, threads: 1);
        Assert.Equal(expected.Steps, run.Forecast("height > 1", within: 5, from: "1:2").Steps);
        Assert.Equal(2, run.Evaluate().Forecast!.Returns.Episodes);
    }

    [Fact]
    public void Others_may_act_in_it()
    {
        TrainedRun run = TrainedRun.Open(arm.Folder.Path);
        var up = new PlannedPolicy([.. Enumerable.Repeat(1, 4)]);
        Assert.All(run.Imagine(5, horizon: 4, policy: up).Actions, action => Assert.Equal(1, action));
        Assert.NotEqual(run.Evaluate().Forecast, run.Evaluate(policy: new RandomPolicy(run.World.Spec)).Forecast);
        Assert.Equal(4, run.Forecast("height > 9", within: 4, plan: "up*4").Steps.Count);
    }

    [Fact]
    public void Training_what_is_trained_only_opens_it()
    {
        RunSettings settings = arm.Folder.ReadDescription().Settings;
        DateTime before = File.GetLastWriteTimeUtc(arm.Folder.Scores);
        TrainedRun run = TrainedRun.Train(arm.Folder.Path, TrainedArm.Arm, [arm.PathOf("log.csv")], settings);
        Assert.NotNull(run.Policy);
        Assert.Equal(before, File.GetLastWriteTimeUtc(arm.Folder.Scores));
    }

    [Fact]
    public void A_run_of_another_world_other_settings_or_another_log_is_not_taken_for_it()
    {
        RunSettings settings = arm.Folder.ReadDescription().Settings;
        string log = arm.PathOf("log.csv"), other = arm.PathOf("other.csv");
        LogFile.Write(other, TrainedArm.Arm, LogFile.Read(log, TrainedArm.Arm).Take(6), overwrite: true);
        Assert.Throws<InvalidDataException>(() => TrainedRun.Train(arm.Folder.Path, TrainedArm.Arm, [log], settings with { Seed = 9 }));
        Assert.Throws<InvalidDataException>(() => TrainedRun.Train(arm.Folder.Path, TrainedArm.Arm with { StepLimit = 31 }, [log], settings));
        Assert.Contains("expected the data that run", Assert.Throws<InvalidDataException>(() => TrainedRun.Train(arm.Folder.Path, TrainedArm.Arm, [other], settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_world_alone_is_imagined_at_random_and_a_run_needs_no_clock()
    {
        using var folder = new TemporaryFolder();
        var request = new RunRequest { World = TrainedArm.Arm, Logs = [arm.PathOf("log.csv")], Settings = arm.Folder.ReadDescription().Settings, Goal = RunGoal.World };
        TrainingRun.Start(new RunFolder(folder.File("world")), request, new RunSession { Threads = 1 });
        TrainedRun run = TrainedRun.Open(folder.File("world"));
        Assert.Null(run.Policy);
        Assert.Equal(run.Imagine(5, policy: new RandomPolicy(run.World.Spec)).States, run.Imagine(5).States);
        Assert.Equal(3, run.Forecast("height > 9", within: 3).Steps.Count);
        Assert.Contains("\"world\": null", File.ReadAllText(run.Folder.Scores).Split("\"seconds\"")[1], StringComparison.Ordinal);
    }
}
