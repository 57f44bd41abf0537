using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Tests.Evaluation;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

public sealed class RunDataTests : IDisposable
{
    private const string NoNextStates = "episode,step,x,action,reward,terminated\na,0,0.1,1,2,0\na,1,0.2,1,2,0\na,2,0.3,1,2,1\nb,0,0.1,1,2,0\nb,1,0.2,1,2,1\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Logs_that_lose_every_terminal_are_refused()
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(LineWorld.Plain, NoNextStates)).Message;
        Assert.Contains("got none (terminal steps: 2)", message, StringComparison.Ordinal);
        Assert.Contains("next_", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_terminal_that_is_kept_is_enough() =>
        Assert.Equal(1, Read(LineWorld.Plain, NoNextStates + "b,2,0.3,,,\n").Transitions.Endings.Count(ending => ending == Ending.Terminal));

    [Theory]
    [InlineData("3.1", 0)]
    [InlineData("-180", 1)]
    public void Angles_that_seem_to_be_degrees_give_a_warning(string angle, int warnings) =>
        Assert.Equal(warnings, Read(LineWorld.Plain with { State = [new("x", VariableKind.Angle)] }, NoNextStates + $"b,2,{angle},,,\n").Warnings.Count);

    [Fact]
    public void A_value_that_cannot_be_learned_from_is_refused_with_its_log()
    {
        WorldSpec stated = LineWorld.Plain with { RewardRange = new RewardRange(0, 1) };
        string message = Assert.Throws<InvalidDataException>(() => Read(stated, NoNextStates + "b,2,0.3,,,\n")).Message;
        Assert.StartsWith($"{_folder.File("a.csv")}: Episode 'a', step 0: the reward is 2; expected one from 0 to 1", message, StringComparison.Ordinal);
        Assert.EndsWith("a.csv: expected at least one transition, got none.", Assert.Throws<InvalidDataException>(() => Read(stated, "episode,step,x,action,reward,terminated\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_a_transition_among_others_gives_a_warning()
    {
        const string Header = "episode,step,x,action,reward,terminated,next_x\n";
        string log = _folder.File("a.csv"), empty = _folder.File("empty.csv");
        File.WriteAllText(log, Header + "a,0,0.1,1,2,1,0.2\n");
        File.WriteAllText(empty, Header);
        Assert.Equal([$"{empty}: the log has no transition."], RunData.Read(LineWorld.Plain, [log, empty], [], LoggedRewards.Required, notices: null).Warnings);
    }

    [Fact]
    public void A_log_that_is_given_twice_gives_a_warning_and_judges_nothing()
    {
        const string Log = "episode,step,x,action,reward,terminated,next_x\na,0,0.1,1,2,0,0.2\na,1,0.2,1,2,1,0.3\nb,0,0.1,1,2,1,0.2\n";
        Assert.Null(Read(LineWorld.Plain, Log).Transitions.WhyNotToJudge);
        string log = _folder.File("a.csv");
        RunData twice = RunData.Read(LineWorld.Plain, [log, log], [], LoggedRewards.Required, notices: null);
        Assert.Contains(DataWarnings.Of(twice.Transitions, heldOutShare: 0.1), warning => warning.StartsWith("2 of 4 episodes are copies of others, first 'a'", StringComparison.Ordinal));
        Assert.Equal("2 of 4 logged episodes are copies of others", twice.Transitions.WhyNotToJudge);
        File.WriteAllText(_folder.File("other.csv"), Log.Replace(",2,", ",1,", StringComparison.Ordinal));
        Assert.Null(RunData.Read(LineWorld.Plain, [log, _folder.File("other.csv")], [], LoggedRewards.Required, notices: null).Transitions.WhyNotToJudge);
    }

    /// <summary>An expert's log is among the transitions already.</summary>
    [Fact]
    public void A_log_that_is_given_as_the_experts_too_gives_a_warning()
    {
        Read(LineWorld.Plain, NoNextStates + "b,2,0.3,,,\n");
        Assert.NotNull(RunData.Read(LineWorld.Plain, [_folder.File("a.csv")], [_folder.File("a.csv")], LoggedRewards.Required, notices: null).Transitions.WhyNotToJudge);
    }

    [Fact]
    public void Where_the_end_is_known_by_expression_none_is_needed() =>
        Assert.Equal(3, Read(LineWorld.Plain with { TerminalWhen = "x > 1" }, NoNextStates).Transitions.Count);

    private RunData Read(WorldSpec spec, string text)
    {
        File.WriteAllText(_folder.File("a.csv"), text);
        return RunData.Read(spec, [_folder.File("a.csv")], [], LoggedRewards.Required, notices: null);
    }
}
