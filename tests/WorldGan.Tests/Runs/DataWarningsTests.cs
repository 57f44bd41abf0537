using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Runs;
using WorldGan.Tests.Evaluation;
using WorldGan.Worlds;

namespace WorldGan.Tests.Runs;

public class DataWarningsTests
{
    private static readonly (int, int, Ending)[] Sound = [.. Enumerable.Repeat((0, 50, Ending.Terminal), 20)];

    [Fact]
    public void A_sound_log_gives_no_warning() => Assert.Empty(DataWarnings.Of(LineWorld.Log(Sound), 0.1));

    [Fact]
    public void A_small_log_gives_a_warning() => AssertWarns("950 transitions", LineWorld.Log(Sound[1..]));

    [Fact]
    public void A_single_transition_that_is_trained_and_scored_on_gives_a_warning() => AssertWarns("cannot be held out", LineWorld.Log((0, 1, Ending.Terminal)));

    [Fact]
    public void Few_episodes_give_a_warning() => AssertWarns("2 episodes", LineWorld.Log((0, 600, Ending.Terminal), (0, 600, Ending.Terminal)));

    [Fact]
    public void A_log_without_a_whole_episode_gives_a_warning() => AssertWarns("no whole episode", LineWorld.Log((0, 600, Ending.None)));

    [Fact]
    public void Of_a_log_without_rewards_it_is_not_said_that_its_episodes_are_no_whole_ones()
    {
        Episode[] episodes = [.. Enumerable.Range(0, 20).Select(e => new Episode { Id = $"{e}", States = new double[51], Actions = [.. Enumerable.Range(0, 50).Select(t => t % 2)], Rewards = [], Ending = Ending.Terminal })];
        string[] warnings = [.. DataWarnings.Of(TransitionSet.From(LineWorld.Plain, episodes), 0.1)];
        Assert.Contains(warnings, w => w.Contains("Not all logs have rewards", StringComparison.Ordinal));
        Assert.DoesNotContain(warnings, w => w.Contains("no whole episode", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "1 terminal step:")]
    [InlineData(19, "19 terminal steps:")]
    public void Few_terminals_give_a_warning(int count, string words) => AssertWarns(words, LineWorld.Log([.. Sound[count..].Select(_ => (0, 50, Ending.TimeLimit)), .. Sound[..count]]));

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void An_action_that_is_hardly_ever_taken_gives_a_warning(int steps, bool warns)
    {
        Episode episode = new() { Id = "0", States = new double[1001], Actions = [.. Enumerable.Range(0, 1000).Select(t => t < steps ? 1 : 0)], Rewards = new double[1000], Ending = Ending.Terminal };
        string[] warnings = [.. DataWarnings.Of(TransitionSet.From(LineWorld.Plain, [episode]), 0.1).Where(w => w.Contains("appears in", StringComparison.Ordinal))];
        Assert.Equal(warns ? ["The action 'right' appears in 0.9 % of the steps (9 of 1000): what it does is learned from these alone."] : [], warnings);
    }

    [Fact]
    public void An_action_that_is_never_taken_gives_a_warning()
    {
        WorldSpec three = LineWorld.Plain with { Actions = [new("left"), new("right"), new("wait")] };
        AssertWarns("never takes the action 'wait'", TransitionSet.From(three, [new Episode { Id = "0", States = [1, 2, 3], Actions = [0, 1], Rewards = [0, 1], Ending = Ending.Terminal }]));
    }

    [Fact]
    public void A_log_without_a_terminal_gives_a_warning() => AssertWarns("no terminal step", LineWorld.Log((0, 600, Ending.TimeLimit)));

    [Fact]
    public void A_log_that_contradicts_its_world_gives_a_warning() =>
        AssertWarns("terminalWhen does not hold after 1 of 1 terminal steps", TransitionSet.From(LineWorld.Plain with { TerminalWhen = "x > 5" }, [new Episode { Id = "0", States = [1, 2, 3], Actions = [0, 1], Rewards = [0, 1], Ending = Ending.Terminal }]));

    [Fact]
    public void Episodes_too_long_for_the_held_out_share_give_a_warning() =>
        AssertWarns("500 of 1500 transitions are held out", LineWorld.Log([.. Enumerable.Repeat((0, 500, Ending.Terminal), 3)]));

    [Fact]
    public void Episodes_that_are_never_held_out_give_a_warning() =>
        AssertWarns("Never held out, since longer than the share of 0.1: 2 of 22 episodes.", LineWorld.Log([.. Sound, (0, 200, Ending.Terminal), (0, 200, Ending.Terminal)]));

    [Fact]
    public void A_log_without_a_beginning_gives_a_warning() => AssertWarns("No episode in the log begins at its first step", LineWorld.Log((3, 600, Ending.Terminal)));

    [Fact]
    public void A_single_action_and_a_variable_that_never_changes_give_a_warning()
    {
        TransitionSet data = TransitionSet.From(LineWorld.Plain, [new Episode { Id = "0", States = [3, 3, 3], Actions = [1, 1], Rewards = [0, 1], Ending = Ending.Terminal }]);
        AssertWarns("always takes the action 'right'", data);
        AssertWarns("'x' is 3 throughout", data);
    }

    [Fact]
    public void What_a_row_remembers_gives_no_warning_of_its_own()
    {
        TransitionSet data = TransitionSet.From(LineWorld.Plain with { History = 3 }, [new Episode { Id = "0", States = [3, 3, 3], Actions = [1, 1], Rewards = [0, 1], Ending = Ending.Terminal }]);
        Assert.Single(DataWarnings.Of(data, 0.1), warning => warning.Contains("throughout the log and is left", StringComparison.Ordinal));
    }

    private static void AssertWarns(string words, TransitionSet data) => Assert.Contains(DataWarnings.Of(data, 0.1), warning => warning.Contains(words, StringComparison.Ordinal));
}
