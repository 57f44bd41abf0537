using System.Text;
using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Logs.Wglog;
using WorldGan.Tests.Logs.Wglog;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

public class LogInspectionTests
{
    [Fact]
    public void Counts_returns_and_endings_are_those_of_the_log()
    {
        LogInspection seen = Inspect("My Run_2.csv", "x,v,action,reward,terminated,truncated,next_x,next_v\n1,2,0,1,0,0,3,4\n3,4,0,2,1,0,5,6\n7,8,1,-1,0,1,9,1\n1,2,0,0.5,0,0,3,4\n");
        Assert.Equal(new LogTally(3, 4), seen.Tally);
        Assert.Equal(new ObservedRange(2.5 / 3, -1, 3), seen.Returns);
        Assert.Equal(new ObservedRange(0.625, -1, 2), seen.Rewards);
        Assert.Equal(new ObservedEndings(1, 1, 1), seen.Endings);
        Assert.Equal([new ObservedAction("0", 3, 0.75), new ObservedAction("1", 1, 0.25)], seen.Actions);
        Assert.Equal(new ObservedVariable("x", VariableKind.Real, new ObservedRange(29 / 7.0, 1, 9)), seen.State[0]);
        Assert.Equal("my-run-2", seen.Draft.Name);
        Assert.Empty(seen.Warnings);
    }

    [Theory]
    [InlineData("x", "0,1,0,0,1", VariableKind.Flag, 0)]
    [InlineData("x", "0,2,1,0,3", VariableKind.Category, 4)]
    [InlineData("x", "0,2,1,0,4", VariableKind.Real, 0)]             // 3 never appears
    [InlineData("x", "1,2,3,1,2", VariableKind.Real, 0)]
    [InlineData("x", "0,0.5,1,0,1", VariableKind.Real, 0)]
    [InlineData("x", "0,1.5,3,-3,-1.5", VariableKind.Angle, 0)]      // jumps by about a turn
    [InlineData("x", "0,1.5,3,4.5,-1.5", VariableKind.Real, 0)]      // leaves ±π
    [InlineData("x", "3,4.5,6.28,0,1.5", VariableKind.Angle, 0)]     // as some count, from 0 to 2π
    [InlineData("x", "3,4.5,6,4.5,3", VariableKind.Real, 0)]
    [InlineData("x", "0,1.5,3,1.5,-0.3", VariableKind.Real, 0)]
    [InlineData("pole_angle", "0,0.1,0.2,0.1,0", VariableKind.Angle, 0)]
    [InlineData("angle_rate", "0,0.1,0.2,0.1,0", VariableKind.Real, 0)]
    [InlineData("x", "5,5,5,5,5", VariableKind.Real, 0)]
    public void Kinds_are_guessed_from_values_and_names(string name, string values, VariableKind kind, int categories)
    {
        var text = new StringBuilder($"{name},action,reward,terminated\n");
        string[] rows = values.Split(',');
        foreach (string value in rows[..^1]) text.Append(null, $"{value},left,1,0\n");
        text.Append(null, $"{rows[^1]},,,\n");
        StateVariable guessed = Assert.Single(Inspect("a.csv", text.ToString()).Draft.State);
        Assert.Equal((name, kind, categories), (guessed.Name, guessed.Kind, guessed.Categories));
    }

    [Fact]
    public void Episodes_that_stand_in_a_log_twice_give_a_warning()
    {
        const string Rows = "a,0,1,0,1,0,3\na,1,3,1,2,1,5\n";
        LogInspection seen = Inspect("a.csv", $"episode,step,x,action,reward,terminated,next_x\n{Rows}{Rows}");
        Assert.StartsWith("1 of 2 episodes are copies of others, first 'a'", Assert.Single(seen.Warnings), StringComparison.Ordinal);
    }

    /// <summary>In a world of few states short episodes are alike now and then.</summary>
    [Theory]
    [InlineData(100, false)]
    [InlineData(99, true)]
    public void One_copy_in_a_hundred_gives_no_warning(int episodes, bool told)
    {
        string rows = string.Concat(Enumerable.Range(0, episodes - 1).Select(e => $"{e},0,{e},{e % 2},1,1,3\n"));
        LogInspection seen = Inspect("a.csv", $"episode,step,x,action,reward,terminated,next_x\n{rows}0,0,0,0,1,1,3\n");
        Assert.Equal(told, seen.Warnings.Any(warning => warning.Contains("copies", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_known_angle_that_seems_to_be_in_degrees_gives_a_warning()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), "x,v,action,reward,terminated\n90,0,0,1,0\n180,0,1,2,1\n270,0,,,\n");
        WorldSpec turning = Cart with { State = [new StateVariable("x", VariableKind.Angle), new StateVariable("v")] };
        Assert.Contains("Variable 'x' is an angle in radians, but comes to ±270, beyond a full turn: are these degrees?", LogInspection.Inspect(folder.File("a.csv"), turning).Warnings);
    }

    [Theory]
    [InlineData("0 2 1", "0 1 2", "")]
    [InlineData("0 2", "0 1 2", "")]
    [InlineData("right left", "left right", "")]
    [InlineData("1.5 -2 0", "-2 0 1.5", "-2 0 1.5")]
    [InlineData("-1 1.0 1", "-1 1", "-1 1")]
    public void Actions_are_numbers_names_or_levels(string actions, string names, string values)
    {
        string rows = string.Concat(actions.Split(' ').Select((a, i) => $"{i},{i},{a},1,0\n"));
        WorldSpec draft = Inspect("a.csv", $"x,v,action,reward,terminated\n{rows}9,9,,,\n").Draft;
        Assert.Equal(names, string.Join(' ', draft.Actions.Select(a => a.Name)));
        Assert.Equal(values, string.Join(' ', draft.Actions.Select(a => a.Value).OfType<double>()));
    }

    /// <summary>What was seen is not what is possible: a known reward would be clamped to it.</summary>
    [Fact]
    public void The_range_of_rewards_is_left_open() =>
        Assert.Null(Inspect("a.csv", "x,action,reward,terminated\n1,0,1,0\n2,1,5,0\n3,,,\n").Draft.RewardRange);

    [Theory]
    [InlineData(1, 5, null, false)]
    [InlineData(2, 5, null, true)]
    [InlineData(1, 4, null, true)]
    [InlineData(2, 4, "x", false)]
    public void Rewards_beyond_what_the_world_states_are_told(double low, double high, string? rewardIs, bool told)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.csv"), "x,v,action,reward,terminated\n1,0,0,1,0\n2,0,1,5,0\n3,0,,,\n");
        WorldSpec spec = Cart with { RewardRange = new(low, high), RewardIs = rewardIs };
        string expected = string.Create(null, $"Rewards go from 1 to 5, but the world's rewardRange from {low} to {high}: nothing is learned from such a log.");
        Assert.Equal(told, LogInspection.Inspect(folder.File("a.csv"), spec).Warnings.Contains(expected));
    }

    [Property]
    public void Every_draft_is_a_world_json(byte[] picks)
    {
        string[] texts = ["-2", "0", "2", "-0", "1.0", "1", "0.5", "1e-7", "left", "Left", "right", "7"];
        string[] actions = [texts[0], texts[2], .. picks.Select(p => texts[p % texts.Length])];
        AssertIsWorld(Inspect("a.csv", "x,action,reward,terminated\n" + string.Concat(actions.Select((a, i) => $"{i},{a},1,0\n"))).Draft);
        AssertIsWorld(Inspect("a.jsonl", string.Concat(actions.Select((a, i) => $$"""{"state":[{{i}}],"action":"{{a}}","reward":1}""" + "\n"))).Draft);
    }

    [Fact]
    public void The_draft_of_a_log_whose_actions_are_levels_is_a_world_json_and_reads_it()
    {
        using var folder = new TemporaryFolder();
        WorldSpec torques = Cart with { Actions = [new ActionSpec("-2", -2), new ActionSpec("0", 0), new ActionSpec("2", 2)] };
        LogFile.Write(folder.File("a.wglog"), torques, [CartEpisode("a", 3)]);
        WorldSpec draft = LogInspection.Inspect(folder.File("a.wglog")).Draft;
        AssertIsWorld(draft);
        Assert.Equal(torques.Actions, draft.Actions);
        Assert.Equal(Show([CartEpisode("a", 3)]), Show(LogFile.Read(folder.File("a.wglog"), draft)));
    }

    [Theory]
    [InlineData("a.csv", 0.010001, "-2 -1 0 1 2", "evenly spaced")]
    [InlineData("a.jsonl", 0.010001, "-2 -1 0 1 2", "evenly spaced")]
    [InlineData("a.wglog", 0.010001, "-2 -1 0 1 2", "evenly spaced")]
    [InlineData("a.csv", 1, "-200 -100 0 100 200", "evenly spaced")]          // whole numbers, as of a pulse width
    [InlineData("a.csv", 1e-7, "-2E-05 -1E-05 0 1E-05 2E-05", "evenly spaced")]
    public void For_a_continuous_control_levels_are_proposed_that_read_the_log(string name, double unit, string levels, string how)
    {
        double[] actions = [.. Enumerable.Range(0, 401).Select(i => (i * 123 % 401 - 200) * unit)];
        AssertProposes(name, actions, levels, how);
    }

    /// <summary>Evenly spaced levels would leave most of them without a step.</summary>
    [Fact]
    public void Where_values_crowd_levels_are_quartiles_and_both_ends() =>
        AssertProposes("a.csv", [.. Enumerable.Range(0, 401).Select(i => i == 7 ? 1000 : 0.01 * (i % 201) - 1)], "-1 -0.5 0 0.5 1000", "at the quartiles");

    [Fact]
    public void Too_many_names_are_refused()
    {
        string rows = string.Concat(Enumerable.Range(0, 200).Select(i => $"1,a{i},1,0\n"));
        Assert.Equal("a.csv(102): 'action' is a100, expected at most 100 different actions in a log with names of actions.",
            Path.GetFileName(Assert.Throws<LogFormatException>(() => Inspect("a.csv", "x,action,reward,terminated\n" + rows)).Message));
    }

    [Fact]
    public void Where_a_header_lists_no_actions_few_values_are_levels_too()
    {
        LogInspection seen = InspectRecords([0, 2, 2, 0]);
        Assert.Equal([new ActionSpec("0", 0), new ActionSpec("1", 1), new ActionSpec("2", 2)], seen.Draft.Actions);
        Assert.Equal([2, 0, 2], seen.Actions.Select(action => action.Steps));
    }

    [Fact]
    public void Columns_that_are_no_state_are_left_out_with_a_warning()
    {
        LogInspection seen = Inspect("a.csv", "time,x,note,v,action,reward,terminated,next_x,next_v\n0.1,1,hot,2,0,1,1,3,4\n0.2,3,cold,4,1,2,1,3,4\n");
        Assert.Equal(["x", "v"], seen.Draft.State.Select(v => v.Name));
        Assert.Equal(["Column 'time' is not taken as part of the state.", "Column 'note' is not taken as part of the state."], seen.Warnings);
    }

    [Theory]
    [InlineData("x,action,reward,terminated,next_x,next_goal,next_next_goal\n1,0,1,0,2,7,8\n2,1,1,1,3,8,7\n", "x next_goal")]
    [InlineData("x,action,reward,terminated,next_x,next_mode\n1,0,1,0,2,slow\n2,1,1,1,3,fast\n", "x")]
    [InlineData("x,rewards,action,reward,terminated,next_x\n1,5,0,1,0,2\n2,5,1,1,1,3\n", "x")]
    public void Where_there_are_next_states_their_columns_tell_the_variables(string text, string names) =>
        Assert.Equal(names.Split(' '), Inspect("a.csv", text).Draft.State.Select(v => v.Name));

    [Fact]
    public void What_may_hinder_learning_is_said_in_words()
    {
        string rows = string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},7,{(i == 9 ? 2 : 0)},1,0,0,{i + 1},7\n"));
        string[] expected =
        [
            "Variable 'v' is always 7.",
            "Action '1' never appears.",
            "Action '2' appears in 0.5 % of steps.",
            "No episode ends with a terminal step: a learned world will not know an end.",
            "Every reward is 1: only the length of an episode makes a difference.",
        ];
        Assert.Equal(expected, Inspect("a.csv", "x,v,action,reward,terminated,truncated,next_x,next_v\n" + rows).Warnings);
    }

    [Fact]
    public void The_step_limit_is_the_length_at_which_episodes_are_cut()
    {
        Assert.Equal(5, LimitOf(CartEpisode("a", 5, Ending.TimeLimit), CartEpisode("b", 3), CartEpisode("c", 5, Ending.TimeLimit), CartEpisode("d", 2, Ending.TimeLimit)));
        Assert.Null(LimitOf(CartEpisode("a", 5, Ending.TimeLimit), CartEpisode("b", 6)));
        Assert.Null(LimitOf(CartEpisode("a", 5)));
    }

    [Theory]
    [InlineData("a.wglog", "x v", "left right")]
    [InlineData("a.csv", "x v", "0 1")]
    [InlineData("a.jsonl", "s0 s1", "0 1")]
    public void Every_form_gives_a_draft_that_reads_its_log(string name, string variables, string actions)
    {
        using var folder = new TemporaryFolder();
        Episode[] episodes = [CartEpisode("a", 30), CartEpisode("b", 4, Ending.TimeLimit)];
        LogFile.Write(folder.File(name), Cart, episodes);
        WorldSpec draft = LogInspection.Inspect(folder.File(name)).Draft;
        Assert.Equal((variables, actions), (string.Join(' ', draft.State.Select(v => v.Name)), string.Join(' ', draft.Actions.Select(a => a.Name))));
        Assert.Equal(Show(episodes), Show(LogFile.Read(folder.File(name), draft)));
    }

    [Fact]
    public void With_a_known_world_nothing_is_guessed()
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("a.csv"), Cart, [CartEpisode("a", 3)]);
        LogInspection seen = LogInspection.Inspect(folder.File("a.csv"), Cart);
        Assert.Same(Cart, seen.Draft);
        Assert.Equal(["left", "right"], seen.Actions.Select(a => a.Name));
    }

    [Theory]
    [InlineData("a.csv", "x,action,reward,terminated\n", "a.csv(2): expected steps after the header, got none.")]
    [InlineData("a.csv", "time,action,reward,terminated\n1,0,1,0\n", "a.csv(1): expected columns with the numbers of a state, got none. Column 'time' is not taken as part of the state.")]
    [InlineData("a.csv", "x;name;action;reward;terminated\n1,5;a,b;0;1;0\n", "a.csv(1): expected columns with the numbers of a state, got none. Column 'x' is not taken as part of the state: it holds '1,5', and a number has a decimal point. Column 'name' is not taken as part of the state.")]
    [InlineData("a.csv", "x,reward,terminated\n1,0,1,0\n", "a.csv(1): expected a column 'action', got 'x', 'reward', 'terminated'.")]
    [InlineData("a.csv", "0,0,1.5,1,1,0\n0,1,1.6,1,1,1\n", "a.csv(1): expected a header with the names of columns, got '0', '0', '1.5', '1', '1', '0'.")]
    [InlineData("a.csv", "x,done,action,reward,next_x\n1,0,0,1,2\n", "a.csv(1): expected a column 'terminated', got 'x', 'done', 'action', 'reward', 'next_x'.")]
    [InlineData("a.csv", "", "a.csv(1): expected a header with the names of columns, got an empty file.")]
    [InlineData("a.jsonl", "hello", "a.jsonl(1): expected one JSON object with a 'state' a line, got none.")]
    [InlineData("a.wglog", "hello", "a.wglog(byte 0): expected a log whose first record is a header, got no record that is whole.")]
    public void A_log_that_tells_no_world_is_a_fault(string name, string text, string fault) =>
        Assert.Equal(fault, Path.GetFileName(Assert.Throws<LogFormatException>(() => Inspect(name, text)).Message));

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.jsonl")]
    public void Text_in_UTF_16_is_refused_as_such(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), "x,action,reward,terminated\n1,0,1,0\n", Encoding.Unicode);
        Assert.EndsWith($"{name}(1): expected text in UTF-8, got UTF-16.", Assert.Throws<LogFormatException>(() => LogInspection.Inspect(folder.File(name))).Message, StringComparison.Ordinal);
    }

    private static void AssertProposes(string name, double[] actions, string levels, string how)
    {
        LogInspection seen = name == "a.wglog" ? InspectRecords(actions) : Inspect(name, string.Concat(actions.Select((a, i) => name == "a.csv"
            ? string.Create(null, $"{(i == 0 ? "x,v,action,reward,terminated,next_x,next_v\n" : "")}{i},0,{a},1,0,{i + 1},0\n")
            : string.Create(null, $"{{\"state\":[{i},0],\"action\":{a},\"reward\":1,\"nextState\":[{i + 1},0]}}\n"))));
        Assert.Equal(levels, string.Join(' ', seen.Draft.Actions.Select(action => action.Name)));
        Assert.Equal(LoggedActions.Values, seen.Draft.LoggedActions);
        Assert.Equal(actions.Length, seen.Actions.Sum(action => action.Steps));
        Assert.Contains($"{seen.Draft.Actions.Count} levels of it, {how}", Assert.Single(seen.Warnings, warning => warning.Contains("continuous", StringComparison.Ordinal)), StringComparison.Ordinal);
        AssertIsWorld(seen.Draft);
    }

    private static LogInspection InspectRecords(double[] actions)
    {
        var records = new RecordsOf(Cart, WglogHeader.Of(Cart) with { Actions = [] });
        for (int i = 0; i < actions.Length; i++) records.Step("a", i, [i, 0], actions[i], 1, i == actions.Length - 1 ? 1 : 0, [i + 1, 0]);
        using var folder = new TemporaryFolder();
        records.Save(folder.File("a.wglog"));
        return LogInspection.Inspect(folder.File("a.wglog"));
    }

    private static LogInspection Inspect(string name, string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), text);
        return LogInspection.Inspect(folder.File(name));
    }

    private static void AssertIsWorld(WorldSpec draft) => Assert.Equal(draft, WorldSpecFile.Parse(WorldSpecFile.Format(draft), "draft"));

    private static int? LimitOf(params Episode[] episodes)
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("a.wglog"), Cart, episodes);
        return LogInspection.Inspect(folder.File("a.wglog")).Draft.StepLimit;
    }
}
