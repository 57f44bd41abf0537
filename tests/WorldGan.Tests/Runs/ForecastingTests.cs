using WorldGan.Evaluation.Futures;
using WorldGan.Rollouts;
using WorldGan.Runs;
using WorldGan.WorldModel;

namespace WorldGan.Tests.Runs;

public sealed class ForecastingTests(TrainedArm run) : IClassFixture<TrainedArm>
{
    private static readonly ForecastRequest Request = new() { Event = "height > 0.5", Within = 6, Futures = 40, Seed = 3 };

    [Fact]
    public void The_futures_are_those_of_the_request_and_every_member_has_some()
    {
        Forecast forecast = Run(Request);
        Assert.Equal((40, 6, "height > 0.5"), (forecast.Futures, forecast.Horizon, forecast.Event));
        Assert.Equal(["height", "turn"], forecast.Fans.Select(fan => fan.Variable));
        Assert.Equal(2, forecast.Members.Count);
        Assert.All(forecast.Members, member => Assert.True(member.Futures > 0));
    }

    /// <summary>Episode 4 of the log begins at (0.4, 2.6); its first action goes up by 0.1.</summary>
    [Theory]
    [InlineData("[0.7, 2.6]", 0.7)]
    [InlineData("""{ "turn": 2.6, "height": 0.7 }""", 0.7)]
    [InlineData("4:0", 0.4)]
    [InlineData("log.csv:4:0", 0.4)]
    public void All_futures_begin_in_the_state_that_is_given(string from, double height)
    {
        FanStep start = Run(Request with { From = from }).Fans[0].Steps[0];
        Assert.Equal((40, (float)height, (float)height), (start.Futures, (float)start.Q05, (float)start.Q95));
    }

    /// <summary>As much of a log's path as is needed goes before the episode.</summary>
    [Fact]
    public void Logs_of_the_same_name_are_told_apart_by_their_folders()
    {
        Directory.CreateDirectory(run.PathOf("other"));
        string log = run.PathOf("log.csv"), other = run.PathOf("other/log.csv");
        File.Copy(log, other, overwrite: true);
        RunDescription both = run.Folder.ReadDescription() with { Logs = [log, other] };
        string Fault(string from) => Assert.Throws<ArgumentException>(() => Begin(from)).Message;
        StartStates Begin(string from) => ForecastStart.Read(from, both, LearnedWorldFile.Read(run.Folder.World).World, 1, 0);
        string one = $"{Path.GetFileName(Path.GetDirectoryName(log))}/log.csv:4:0";
        Assert.EndsWith($"several logs have an episode '4'. Say which, as '{one}'.", Fault("4:0"), StringComparison.Ordinal);
        Assert.EndsWith($"several logs have an episode 'log.csv:4'. Say which, as '{one}'.", Fault("log.csv:4:0"), StringComparison.Ordinal);
        Assert.Contains("which is not in", Fault("er/log.csv:4:0"), StringComparison.Ordinal);
        foreach (string from in new[] { one, "other/log.csv:4:0", $"{other}:4:0" }) Assert.Equal((0.4f, 1), (Begin(from).States[0], Begin(from).Count));
    }

    /// <summary>At the edge, where a state from beyond would be brought to, the event holds.</summary>
    [Fact]
    public void Of_a_state_far_outside_of_the_log_nothing_is_told()
    {
        Forecast forecast = Run(Request with { From = "[100, 2.6]" });
        Assert.Equal((null, 0, 1, 40), (forecast.Within.Probability, forecast.Within.Interval.Low, forecast.Within.Interval.High, forecast.Within.Unknown));
        Assert.Equal(40, forecast.Endings.LeftSupport);
    }

    [Fact]
    public void A_future_that_begins_late_in_an_episode_ends_with_it() =>
        Assert.Equal(40, Run(Request with { Event = "height > 99", From = "5:20", Within = 25 }).Endings is var ended ? ended.TimeLimit + ended.LeftSupport + ended.Invalid + ended.Terminal : 0);

    [Fact]
    public void A_plan_is_followed_and_gives_the_horizon()
    {
        Forecast up = Run(Request with { Event = "action == 1", Plan = "up*2, 0, UP", Within = null }), down = Run(Request with { Event = "action == 1", Plan = "down*3,up", Within = 4 });
        Assert.Equal((4, 1.0), (up.Horizon, up.Steps[0].Probability));
        Assert.Equal(0.0, down.Steps[0].Probability);
    }

    [Theory]
    [InlineData("heigt > 1", "Event 'heigt > 1', column 1 of the expression: 'heigt' is not a state variable. Did you mean 'height'?")]
    [InlineData("speed > 1", "There are height, turn, reward, terminal, action.")]
    [InlineData("height", "expected a condition, got a number.")]
    public void A_wrong_event_is_refused_at_its_column(string text, string message) => AssertRefused(Request with { Event = text }, message);

    [Theory]
    [InlineData("[1]", "Expected 2 numbers (height, turn), got 1.")]
    [InlineData("[1, \"b\"]", "Number 2 is \"b\", expected a number.")]
    [InlineData("[1, 1e99]", "'turn' is 1E+99, expected a number that single precision holds.")]
    [InlineData("[1, 2", "Start state, line 1, column 6: expected JSON")]
    [InlineData("""{ "height": 1 }""", "missing: turn.")]
    [InlineData("""{ "height": 1, "heigt": 1 }""", "'heigt' is not a state variable. Did you mean 'height'?")]
    [InlineData("""{ "height": 1, "height": 1, "turn": 2 }""", "'height' is given twice.")]
    [InlineData("4", "'episode:step'")]
    [InlineData("nobody:4", "expected an episode of the log, got 'nobody'")]
    [InlineData("4:21", "expected a step of episode '4', which has 0 to 20, got 21.")]
    public void A_wrong_start_is_refused(string from, string message) => AssertRefused(Request with { From = from }, message);

    [Theory]
    [InlineData("up, sideways", 2, "Plan, item 2 of 2: 'action' is sideways, but world 'arm' has actions 0 (down) and 1 (up).")]
    [InlineData("up*x", 1, "Plan, item 1 of 1: expected a count after '*'")]
    [InlineData("up*2000000", 1, "at most 1000000 actions")]
    [InlineData("", 1, "'action' is missing")]
    [InlineData("up*3", 4, "Expected a plan of 4 actions, as many as the steps to look ahead, got one of 3.")]
    public void A_wrong_plan_is_refused_at_its_place(string plan, int within, string message) => AssertRefused(Request with { Plan = plan, Within = within }, message);

    [Fact]
    public void A_forecast_needs_a_horizon() => AssertRefused(Request with { Within = null }, "Expected a number of steps to look ahead, or a plan, got neither.");

    [Fact]
    public void A_policy_is_named_or_read_from_its_file()
    {
        Assert.Equal(Run(Request).Steps, Run(Request with { Policy = run.Folder.Policy }).Steps);
        Assert.NotEqual(Run(Request with { Event = "action == 1" }).Steps, Run(Request with { Event = "action == 1", Policy = PolicyChoice.Random }).Steps);
        AssertRefused(Request with { Policy = "nobody" }, "Expected one of the policies trained, random, plan, random-shooting, or the file of one");
        Assert.Throws<InvalidDataException>(() => Run(Request with { Policy = run.PathOf("log.csv") }));
    }

    [Theory]
    [InlineData(PolicyChoice.Plan)]
    [InlineData(PolicyChoice.Shooting)]
    public void A_policy_may_plan(string name)
    {
        ForecastRequest request = Request with { Event = "action == 1", Policy = name, Futures = 4, Planning = new() { Horizon = 4, Population = 8, Iterations = 2 } };
        Assert.Equal(Run(request).Steps, Forecasting.Run(run.Folder, request, threads: 2).Steps);
    }

    private Forecast Run(ForecastRequest request) => Forecasting.Run(run.Folder, request, threads: 1);

    private void AssertRefused(ForecastRequest request, string message) => Assert.Contains(message, Assert.Throws<ArgumentException>(() => Run(request)).Message, StringComparison.Ordinal);
}

public sealed class RememberingForecastTests(RememberingArm run) : IClassFixture<RememberingArm>
{
    [Fact]
    public void A_logged_start_remembers_the_steps_before_it_and_a_given_one_has_none()
    {
        ForecastRequest request = new() { Event = "'height[-1]' < 0.15", Within = 1, Futures = 10, From = "1:2" };
        Assert.Equal(1.0, Forecasting.Run(run.Folder, request with { Event = "'height[-2]' == 'height[-2]' && 'action[-2]' < 2" }, threads: 1).Within.Probability);
        Assert.Equal(0.0, Forecasting.Run(run.Folder, request with { Event = "'action[-2]' < 2", From = "[0.5, 2.6]" }, threads: 1).Within.Probability);
        Assert.Equal(["height", "turn"], Forecasting.Run(run.Folder, request, threads: 1).Fans.Select(fan => fan.Variable));
    }
}
