using WorldGan.Logs;
using WorldGan.Logs.Mcap;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs.Mapping;

public class ResamplerTests
{
    [Fact]
    public void Steps_are_as_far_apart_as_the_rate_says_and_hold_the_last_value()
    {
        var recording = new Recording().Add("/a", 0, "1");
        for (int i = 0; i <= 35; i++) recording.Add("/x", i / 10.0, $"{i}");
        Assert.Equal(["0+0: 0 -right-> 10 -right-> 20 -right-> 30 None"], recording.Read().Episodes);
    }

    [Fact]
    public void Nothing_begins_before_state_and_action_are_known() =>
        Assert.Equal(["0+0: 2 -left-> 3 -left-> 4 None"], new Recording().States(0, 2).Add("/a", 2.25, "\"left\"").States(3, 5).Read().Episodes);

    /// <summary>A controller answers a state shortly after it: its command is that of the step that begins there, and not of the one before.</summary>
    [Fact]
    public void The_action_of_a_step_is_the_one_that_was_in_force_for_the_longest_part_of_it() =>
        Assert.Equal(["0+0: 0 -right-> 1 -left-> 2 -right-> 3 None"],
            new Recording().Add("/a", 0, "0").States(0, 0).Add("/a", 0.1, "1").Add("/a", 0.9, "0").States(1, 1).Add("/a", 1.2, "0").States(2, 2).Add("/a", 2.4, "1").States(3, 3).Read().Episodes);

    [Fact]
    public void A_gap_ends_a_stretch_and_the_episode_goes_on_behind_it_at_the_step_of_that_time()
    {
        (string[] episodes, string[] dropped) = new Recording().Add("/a", 0, "1").States(0, 2).States(6, 8).Read();
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 2 -right-> 2 None", "0+6: 6 -right-> 7 -right-> 8 None"], episodes);
        Assert.Equal(["1 gaps: '/x.v' was older than its maxAge"], dropped);
    }

    [Fact]
    public void A_long_gap_begins_a_new_episode() =>
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 1 None", "1+0: 9 -right-> 10 None"], new Recording().Add("/a", 0, "1").States(0, 1).States(9, 10).Read().Episodes);

    [Fact]
    public void An_old_action_is_a_gap_only_where_the_mapping_says_so()
    {
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 2 -right-> 3 -right-> 4 None"], new Recording().Add("/a", 0, "1").States(0, 4).Read().Episodes);
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 2 None"], new Recording().Add("/a", 0, "1").States(0, 4).Read(actionMaxAge: 2).Episodes);
    }

    [Fact]
    public void An_end_belongs_to_the_nearest_step_and_the_next_episode_waits_until_it_is_taken_back()
    {
        Recording recording = new Recording().Add("/a", 0, "1").Add("/end", 0, "false").States(0, 2).Add("/end", 2.3, "true").States(3, 5).Add("/end", 5.5, "false").States(6, 8);
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 2 Terminal", "1+0: 6 -right-> 7 -right-> 8 None"], recording.Read("\"terminated\": \"/end.v\"").Episodes);
    }

    [Fact]
    public void An_end_in_the_second_half_of_a_step_ends_it_there()
    {
        Recording recording = new Recording().Add("/a", 0, "1").States(0, 2).Add("/x", 2.6, "2.6").Add("/end", 2.7, "1").States(3, 5);
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 2 -right-> 2.6 TimeLimit"], recording.Read("\"truncated\": \"/end.v\"").Episodes);
    }

    [Fact]
    public void Terminated_wins_over_truncated() =>
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 2 Terminal"],
            new Recording().Add("/a", 0, "1").States(0, 2).Add("/cut", 2, "1").Add("/end", 2, "1").States(3, 4).Read("\"truncated\": \"/cut.v\", \"terminated\": \"/end.v\"").Episodes);

    [Fact]
    public void A_change_of_the_episode_begins_a_new_one_with_a_state_of_its_own() =>
        Assert.Equal(["0+0: 0 -right-> 1 None", "1+0: 2 -right-> 3 -right-> 4 None"],
            new Recording().Add("/a", 0, "1").Add("/n", 0, "7").States(0, 2).Add("/n", 1.9, "8").States(3, 4).Read("\"episode\": \"/n.v\"").Episodes);

    [Theory]
    [InlineData("last", "0+0: 0 -right(5)-> 1 -right(6)-> 2 -right(6)-> 3 None")]
    [InlineData("sum", "0+0: 0 -right(9)-> 1 -right(6)-> 2 -right(0)-> 3 None")]
    public void Rewards_of_a_step_are_the_last_one_or_their_sum(string take, string expected) =>
        Assert.Equal([expected], new Recording().Add("/a", 0, "1").States(0, 0).Add("/r", 0.5, "4").Add("/r", 1, "5").States(1, 1).Add("/r", 1.5, "6").States(2, 3)
            .Read($"\"reward\": {{ \"field\": \"/r.v\", \"take\": \"{take}\" }}").Episodes);

    /// <summary>A fall and its penalty often come together, and seldom at a moment of the clock.</summary>
    [Theory]
    [InlineData("last", "0+0: 0 -right(1)-> 1 -right(-9)-> 2 Terminal")]
    [InlineData("sum", "0+0: 0 -right(1)-> 1 -right(-7)-> 2 Terminal")]
    public void What_comes_with_an_end_is_earned_by_the_last_step(string take, string expected) =>
        Assert.Equal([expected], new Recording().Add("/a", 0, "1").States(0, 0).Add("/r", 0.9, "1").States(1, 1).Add("/r", 1.9, "2").States(2, 2).Add("/r", 2.3, "-9").Add("/end", 2.3, "true").States(3, 4)
            .Read($"\"terminated\": \"/end.v\", \"reward\": {{ \"field\": \"/r.v\", \"take\": \"{take}\" }}").Episodes);

    [Theory]
    [InlineData("\"terminated\": \"/end.v\"", 6)]
    [InlineData("\"newEpisodeAfter\": 2", 9)]
    [InlineData("\"episode\": \"/n.v\"", 6)]
    public void A_reward_of_an_episode_is_not_that_of_the_next_one_which_begins_whole_where_its_first_reward_is_known(string more, int second)
    {
        Recording recording = new Recording().Add("/a", 0, "1").Add("/n", 0, "1").States(0, 2).Add("/r", 1, "1").Add("/r", 2, "-9").Add("/end", 2, "true").Add("/end", 5, "false").Add("/n", 5, "2")
            .States(second, second + 1).Add("/r", second + 1.5, "3").States(second + 2, second + 3);
        (string[] episodes, string[] dropped) = recording.Read($"{more}, \"reward\": {{ \"field\": \"/r.v\" }}");
        Assert.StartsWith("0+0: 0 -right(1)-> 1 -right(-9)-> 2", episodes[0], StringComparison.Ordinal);
        Assert.Equal($"1+0: {second + 1} -right(3)-> {second + 2} None", episodes[1]);
        Assert.Contains("1 stretches before the first reward", dropped);
    }

    [Theory]
    [InlineData("\"terminated\": \"/ned.v\"", "No episode is terminated: expected messages of the topic '/ned', got the topics /a, /end, /x. Did you mean '/end'?")]
    [InlineData("\"truncated\": \"/end.w\"", "No episode is truncated: expected values of '/end.w', got messages of the topic without any.")]
    [InlineData("\"episode\": \"/episodes.v\"", "Nothing says where episodes begin: expected messages of the topic '/episodes', got the topics /a, /end, /x.")]
    public void A_field_for_ends_that_never_comes_is_told(string more, string expected)
    {
        var notices = new List<LogNotice>();
        new Recording().Add("/a", 0, "1").Add("/end", 0, "false").States(0, 2).Read(more, notices: notices);
        Assert.EndsWith(expected, Assert.Single(notices).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_cannot_be_a_variables_is_told_with_the_place_of_its_own_message()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("bag.mcap"), new Recording().Add("/on", 0, "2").Add("/a", 0, "1").States(0, 2).Whole());
        WorldSpec world = Recording.World with { State = [new StateVariable("x"), new StateVariable("on", VariableKind.Flag)] };
        LogMapping mapping = LogMapping.Parse("{\"rate\": 1, \"maxAge\": 5, \"state\": [{\"name\": \"x\", \"field\": \"/x.v\"}, {\"name\": \"on\", \"field\": \"/on.v\"}], \"action\": {\"field\": \"/a.v\"}}"u8, "map.json", world);
        LogFormatException fault = Assert.Throws<LogFormatException>(() => LogImport.Read(folder.File("bag.mcap"), world, mapping).ToList());
        Assert.Contains("'on' is 2, expected 0 or 1.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(new McapReader(folder.File("bag.mcap"), null).Read().First(message => message.Channel.Topic == "/on").Place, fault.Place);
    }

    [Fact]
    public void Files_of_a_folder_follow_on_each_other_in_the_order_of_their_numbers()
    {
        Recording first = new Recording().Add("/a", 0, "1").States(0, 1);
        Recording[] others = [.. Enumerable.Range(1, 10).Select(i => new Recording().States(2 * i, 2 * i + 1))];
        string all = string.Concat(Enumerable.Range(1, 21).Select(i => $" -right-> {i}"));
        Assert.Equal([$"0+0: 0{all} None"], first.Read("", others).Episodes);
        Assert.Equal(11, new Recording().Add("/a", 0, "1").States(0, 1).Read("\"episodeEachFile\": true", [.. Enumerable.Range(1, 10).Select(i => new Recording().States(2 * i, 2 * i + 1))]).Episodes.Length);
    }

    [Fact]
    public void Messages_that_stand_out_of_order_are_put_in_order_and_very_late_ones_are_dropped()
    {
        Recording recording = new Recording().States(1, 3).Add("/a", 0, "1").States(0, 0).States(4, 20).Add("/x", 5, "55");
        (string[] episodes, string[] dropped) = recording.Read();
        Assert.StartsWith("0+0: 0 -right-> 1 -right-> 2 -right-> 3 -right-> 4", Assert.Single(episodes), StringComparison.Ordinal);
        Assert.Equal(["1 values that came more than 10 s after later ones"], dropped);
    }

    [Fact]
    public void The_clock_may_be_the_senders() =>
        Assert.Equal(["0+0: 0 -right-> 1 None"], new Recording().Add("/a", 5, "1", published: 0).Add("/x", 5, "0", published: 0).Add("/x", 5, "1", published: 1).Read("\"clock\": \"publish\"").Episodes);

    [Fact]
    public void Values_that_are_missing_or_not_finite_are_dropped_and_counted()
    {
        Recording recording = new Recording().Add("/a", 0, "1").States(0, 1).Add("/x", 1.5, "1e999").Add("/x", 1.6, "null").Add("/other", 1.7, "1").States(2, 2);
        (string[] episodes, string[] dropped) = recording.Read();
        Assert.Equal(["0+0: 0 -right-> 1 -right-> 2 None"], episodes);
        Assert.Equal(["1 values of '/x.v' that are not finite", "1 messages without '/x.v'", "1 messages of topics that the mapping does not name"], dropped);
    }
}
