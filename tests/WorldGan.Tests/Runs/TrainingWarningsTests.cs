using WorldGan.Numerics;
using WorldGan.Runs;

namespace WorldGan.Tests.Runs;

public sealed class TrainingWarningsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_without_metrics_has_no_warnings() => Assert.Empty(TrainingWarnings.Read(Path));

    [Fact]
    public void What_was_wrong_at_the_end_is_summed_up_over_the_members_and_what_has_healed_is_not()
    {
        Write(Of(0, 100, "passing", "lasting"), Of(1, 100, "passing"), Of(2, 100), Of(0, 200, "lasting"), Of(1, 200, "lasting"), Of(2, 200));
        Assert.Equal(["2 of 3 members: lasting"], TrainingWarnings.Read(Path));
    }

    [Fact]
    public void Incidents_stay_though_training_went_on()
    {
        Write(Of(0, 100) with { Incident = "broke down" }, Of(1, 100), Of(0, 200) with { Incident = "broke down" }, Of(0, 300), Of(1, 300));
        Assert.Equal(["1 of 2 members: broke down"], TrainingWarnings.Read(Path));
    }

    [Fact]
    public void A_single_member_is_not_counted()
    {
        Write(Of(0, 100, "a generator's \"words\" → help"));
        Assert.Equal(["a generator's \"words\" → help"], TrainingWarnings.Read(Path));
    }

    [Fact]
    public void Members_of_a_policy_are_none_of_the_world()
    {
        Write(Of(0, 100, "wrong"), new TrainingProgress("policy.dqn", 0, 100, 900, 2, [("loss", 1)]), new TrainingProgress("policy.dqn", 1, 100, 900, 2, [("loss", 1)]));
        Assert.Equal(["wrong"], TrainingWarnings.Read(Path));
    }

    /// <summary>What follows a return to the last good state has steps that are there already, and stands beside them, however often the run was stopped.</summary>
    [Fact]
    public void Steps_done_again_at_a_lower_rate_stand_beside_those_before()
    {
        TrainingProgress slow = Of(0, 200) with { Values = [("loss", 2), (MemberTurns.RateFactorName, 0.25)] };
        Write(Of(0, 200), slow);
        Write(Of(0, 200), slow, slow with { Step = 300 });
        Assert.Equal(3, File.ReadAllLines(Path).Length);
    }

    [Fact]
    public void Watchers_hear_of_a_warning_once_whichever_member_is_first()
    {
        var heard = new List<string>();
        using (var metrics = new MetricsFile(Path))
        {
            var progress = new StageProgress(RunStage.World, metrics, new StageClock(new RunFolder(_folder.File("r")), TimeProvider.System), new Watcher(heard));
            foreach (TrainingProgress report in new[] { Of(1, 100, "wrong"), Of(0, 100, "wrong"), Of(1, 200, "wrong", "worse") }) progress.Report(report);
        }

        Assert.Equal(["Member 1 of 3, step 100: wrong", "Member 1 of 3, step 200: worse"], heard);
    }

    private string Path => _folder.File("metrics.jsonl");

    private static TrainingProgress Of(int member, int step, params string[] warnings) => new("world.noise", member, step, 900, 3, [("loss", 1)]) { Warnings = warnings };

    private void Write(params TrainingProgress[] reports)
    {
        using var metrics = new MetricsFile(Path);
        foreach (TrainingProgress report in reports) metrics.Add(report);
    }

    private sealed class Watcher(List<string> heard) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunWarning warning) heard.Add(warning.Message);
        }
    }
}
