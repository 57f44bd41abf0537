using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Logs.Wglog;
using WorldGan.Tests.Logs.Wglog;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

public class ActionValueTests
{
    /// <summary>In no order, and with gaps of 1 and 3.</summary>
    private static readonly WorldSpec Torque = Cart with
    {
        Actions = [new ActionSpec("none", 0), new ActionSpec("full", 3), new ActionSpec("back", -1)],
        LoggedActions = LoggedActions.Values,
    };

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2", 1)]
    [InlineData("1.5", 0)]                                 // of two the lower
    [InlineData("-0.6", 2)]
    [InlineData("-2", 2)]                                  // a gap beyond
    [InlineData("6", 1)]
    [InlineData("3e0", 1)]
    [InlineData("Full", 1)]
    public void A_value_is_the_action_of_the_nearest_level_in_every_form(string value, int action)
    {
        Assert.Equal(action, Assert.Single(TextLog.Read("a.csv", $"x,v,action,reward,terminated,next_x,next_v\n1,2,{value},0,1,3,4\n", Torque).Episodes).Actions[0]);
        string json = double.TryParse(value, null, out _) ? value : $"\"{value}\"";
        Assert.Equal(action, Assert.Single(TextLog.Read("a.jsonl", $$"""{"state":[1,2],"action":{{json}},"reward":0,"terminated":true,"nextState":[3,4]}""", Torque).Episodes).Actions[0]);
        var records = new RecordsOf(Torque);
        records.Step("a", 0, [1, 2], double.TryParse(value, null, out double number) ? number : value, 0, 1, [3, 4]);
        Assert.Equal(action, Assert.Single(records.Read(Torque).Episodes).Actions[0]);
    }

    /// <summary>'left' has the value 1 and the place 0: numbers that could be either are told of, and those that can only be places are not.</summary>
    [Theory]
    [InlineData("1 0 2", "a.csv(2): 'action' is 1, and was taken as 'coast', which is at place 1 in world 'cart'. If it is the value of 'left', say \"loggedActions\": \"values\" in world.json.")]
    [InlineData("1 0 3", null)]
    [InlineData("2 2 2", null)]
    [InlineData("left coast right", null)]
    public void Numbers_that_may_be_places_or_values_are_told_of(string actions, string? notice)
    {
        WorldSpec spec = Cart with { Actions = [new ActionSpec("left", 1), new ActionSpec("coast", 0), new ActionSpec("right", 2), new ActionSpec("brake", -1)] };
        string rows = string.Concat(actions.Split(' ').Select((action, t) => $"0,{t},{t},{t},{action},0,0,{t + 1},{t + 1}\n"));
        string[] notices = TextLog.Read("a.csv", $"episode,step,x,v,action,reward,terminated,next_x,next_v\n{rows}", spec).Notices;
        Assert.Equal(notice is null ? [] : [notice], notices);
    }

    [Theory]
    [InlineData("-2.1", "'action' is -2.1, far beyond the levels of world 'cart', -1 to 3.")]
    [InlineData("6.1", "'action' is 6.1, far beyond the levels of world 'cart', -1 to 3.")]
    [InlineData("NaN", "'action' is NaN, but world 'cart' has actions 0 (none), 3 (full) and -1 (back).")]
    [InlineData("left", "'action' is 'left', but world 'cart' has actions 0 (none), 3 (full) and -1 (back).")]
    public void A_value_far_beyond_the_levels_is_a_fault_with_its_place(string value, string fault)
    {
        Assert.Equal($"a.csv(3): {fault}", TextLog.Fault("a.csv", $"x,v,action,reward,terminated,next_x,next_v\n1,2,0,0,0,3,4\n3,4,{value},0,1,3,4\n", Torque));
        if (!double.TryParse(value, null, out double number)) return;
        var records = new RecordsOf(Torque);
        long at = records.Step("a", 0, [1, 2], number, 0, 1, [3, 4]);
        Assert.Equal($"a.wglog(byte {at}): {fault}", records.Fault(Torque));
    }

    [Fact]
    public void A_log_of_values_in_a_world_that_does_not_say_so_gets_a_hint() =>
        Assert.EndsWith(" If the log holds values of actions, say \"loggedActions\": \"values\" in world.json.",
            TextLog.Fault("a.csv", "x,v,action,reward,terminated,next_x,next_v\n1,2,0.5,0,1,3,4\n", Torque with { LoggedActions = LoggedActions.Names }), StringComparison.Ordinal);

    [Fact]
    public void What_was_rounded_away_is_told_once_with_its_worst_place()
    {
        string log = "x,v,action,reward,terminated,next_x,next_v\n1,2,0.1,0,0,3,4\n3,4,3,0,0,5,6\n5,6,-0.7,0,1,7,8\n";
        Assert.Equal(
            ["a.csv(4): 2 of 3 actions lie between the levels of world 'cart' and were taken as the nearest: off by 0.133 on average, and here by 0.3, the most. On average that is 11 % of the gap between levels: name more levels in world.json."],
            TextLog.Read("a.csv", log, Torque).Notices);
        Assert.Equal(
            ["a.csv(4): 1 of 3 actions lie between the levels of world 'cart' and were taken as the nearest: off by 0.1 on average, and here by 0.3, the most."],
            TextLog.Read("a.csv", log.Replace("0.1,", "0,", StringComparison.Ordinal).Replace("-0.7", "2.7", StringComparison.Ordinal), Torque).Notices);
        Assert.Empty(TextLog.Read("a.csv", log.Replace("0.1,", "1e-8,", StringComparison.Ordinal).Replace("-0.7", "-1", StringComparison.Ordinal), Torque).Notices);
    }

    [Fact]
    public void A_whole_number_of_a_record_is_a_place_in_its_header_or_a_value_where_that_lists_none()
    {
        Assert.Equal(2, Played(new RecordsOf(Torque), 2));
        Assert.Equal(1, Played(new RecordsOf(Torque, WglogHeader.Of(Torque) with { Actions = [] }), 2));
        Assert.Contains("the log has the actions (none)", new RecordsOf(Cart, WglogHeader.Of(Cart) with { Actions = [] }).Fault(Cart), StringComparison.Ordinal);

        static int Played(RecordsOf records, int action)
        {
            records.Step("a", 0, [1, 2], action, 0, 1, [3, 4]);
            return Assert.Single(records.Read(Torque).Episodes).Actions[0];
        }
    }

    [Property(MaxTest = 30)]
    public void What_is_written_is_read_to_the_same_actions_in_every_form(int[] picks)
    {
        WorldSpec spec = Torque with { Actions = [.. Torque.Actions, new ActionSpec("odd", 0.1 + 0.2)] };
        int[] actions = [.. picks.Select(pick => (int)(Math.Abs((long)pick) % 4)), 0];
        Episode[] episodes = [new Episode { Id = "a", States = new double[2 * actions.Length + 2], Actions = actions, Rewards = new double[actions.Length], Ending = Ending.Terminal }];
        using var folder = new TemporaryFolder();
        foreach (string form in new[] { "a.wglog", "a.csv", "a.jsonl" })
        {
            LogFile.Write(folder.File(form), spec, episodes);
            Assert.Equal(Show(episodes), Show(LogFile.Read(folder.File(form), spec, notice => Assert.Fail(notice.Message))));
        }
    }

    [Theory]
    [InlineData("{ \"name\": \"a\" }", "expected a value of its own for each action, since logs hold values.")]
    [InlineData("{ \"name\": \"a\", \"value\": 2 }", "expected a value of its own for each action, since logs hold values.")]
    [InlineData("{ \"name\": \"1\", \"value\": 7 }", "a number as a name must be the action's value, since logs hold values, got '1'.")]
    [InlineData("{ \"name\": \"7\", \"value\": 7 }", null)]
    public void Each_action_of_such_a_world_has_a_value_of_its_own(string action, string? fault)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes($$"""{ "name": "a", "state": [{ "name": "x" }], "loggedActions": "values", "actions": [{ "name": "b", "value": 2 }, {{action}}] }""");
        if (fault is null) Assert.Equal(LoggedActions.Values, WorldSpecFile.Parse(WorldSpecFile.Format(WorldSpecFile.Parse(text, "w")), "w").LoggedActions);
        else Assert.Contains(fault, Assert.Throws<WorldGan.Worlds.Json.FaultyFileException>(() => WorldSpecFile.Parse(text, "w")).Message, StringComparison.Ordinal);
    }
}
