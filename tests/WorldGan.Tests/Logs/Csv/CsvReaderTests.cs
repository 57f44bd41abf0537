using WorldGan.Logs;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs.Csv;

public class CsvReaderTests
{
    private const string Header = "episode,step,x,v,action,reward,terminated,truncated,next_x,next_v\n";

    [Fact]
    public void A_row_is_a_transition()
    {
        Episode episode = Assert.Single(Read("7,0,1,2,left,0.5,0,0,3,4\n7,1,3,4,1,-1,1,0,5,6\n"));
        Assert.Equal("7", episode.Id);
        Assert.Equal([1, 2, 3, 4, 5, 6], episode.States);
        Assert.Equal([0, 1], episode.Actions);
        Assert.Equal([0.5, -1], episode.Rewards);
        Assert.Equal(Ending.Terminal, episode.Ending);
    }

    [Theory]
    [InlineData("0,0", Ending.None)]
    [InlineData("1,0", Ending.Terminal)]
    [InlineData("0,1", Ending.TimeLimit)]
    [InlineData("1,1", Ending.Terminal)]                            // nothing to bootstrap from after a true end
    [InlineData("True,false", Ending.Terminal)]
    [InlineData("0.0,1.0", Ending.TimeLimit)]
    public void Terminal_and_truncated_stay_apart(string flags, Ending ending) =>
        Assert.Equal(ending, Assert.Single(Read($"a,0,1,2,0,1,{flags},3,4\n")).Ending);

    [Theory]
    [InlineData(',', "\n", false)]
    [InlineData(';', "\r\n", false)]
    [InlineData('\t', "\n", true)]
    [InlineData('|', "\r\n", true)]
    [InlineData(',', "\r\r\n", true)]                  // a writer of text made two of each \r\n
    public void Delimiter_line_ends_header_case_and_quotes_do_not_matter(char delimiter, string lineEnd, bool quoted)
    {
        string[] rows = ["Episode,STEP,X,v,Action,reward,Terminated,TRUNCATED,Next_X,NEXT_v", "a,0,1,2,LEFT,1,0,0,3,4", "a,1,3,4,right,1,1,0,5,6"];
        string text = string.Join(lineEnd, rows.Select(r => string.Join(delimiter, r.Split(',').Select(f => quoted ? $"\"{f}\"" : $" {f} "))));
        (Episode[] episodes, string[] notices) = TextLog.Read("a.csv", "\uFEFF" + text, Cart);
        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.Single(episodes).States);
        Assert.Empty(notices);
    }

    [Fact]
    public void Columns_stand_in_any_order_among_others()
    {
        const string text = "note,reward,next_v,v,x,next_x,terminated,action\n\"one, two\nthree\",1,4,2,1,3,1,0\n";
        Assert.Equal([1, 2, 3, 4], Assert.Single(TextLog.Read("a.csv", text, Cart).Episodes).States);
    }

    [Fact]
    public void Lines_of_episodes_that_are_mixed_up_are_told_of_once_with_the_remedy()
    {
        (Episode[] episodes, string[] notices) = TextLog.Read("a.csv", Header + string.Concat(Enumerable.Range(0, 20).Select(t => $"a,{t},1,2,0,1,0,0,1,2\nb,{t},1,2,0,1,0,0,1,2\n")), Cart);
        Assert.Equal(40, episodes.Length);
        Assert.Equal("a.csv(4): Episode 'a' goes on behind lines of another one, and so falls to pieces: expected the lines of an episode together. Sort the log by episode and step.", notices[0]);
        Assert.Equal("a.csv(41): Episode 'b' begins at step 19. It is the last of 38 such notices.", notices[^1]);
        Assert.Equal(7, notices.Length);
    }

    [Fact]
    public void Logs_put_one_behind_the_other_may_use_a_name_again() =>
        Assert.Empty(TextLog.Read("a.csv", Header + "a,0,1,2,0,1,1,0,3,4\nb,0,1,2,0,1,1,0,3,4\na,0,1,2,0,1,1,0,3,4\n", Cart).Notices);

    [Fact]
    public void State_columns_may_be_numbered()
    {
        const string text = "episode,step,s0,s1,action,reward,terminated,truncated,n0,n1\na,0,1,2,0,1,1,0,3,4\n";
        Assert.Equal([1, 2, 3, 4], Assert.Single(TextLog.Read("a.csv", text, Cart).Episodes).States);
    }

    [Fact]
    public void A_variable_called_like_another_column_is_numbered()
    {
        WorldSpec awkward = Cart with { State = [new StateVariable("Step"), new StateVariable("v")] };
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("a.csv"), awkward, [CartEpisode("a", 3)]);
        Assert.StartsWith("episode,step,s0,s1,action", File.ReadAllText(folder.File("a.csv")), StringComparison.Ordinal);
        Assert.Equal(Show([CartEpisode("a", 3)]), Show(LogFile.Read(folder.File("a.csv"), awkward)));
    }

    [Fact]
    public void Without_next_states_the_next_row_gives_them_and_a_row_with_a_state_only_the_last()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.Single(ReadWithoutNext("a,0,1,2,0,1,0\na,1,3,4,1,1,1\na,2,5,6,,,\n").Episodes).States);
        Assert.Equal(Ending.Terminal, Assert.Single(ReadWithoutNext("a,0,1,2,0,1,1\na,1,5,6,,,\n").Episodes).Ending);
    }

    [Fact]
    public void Without_a_final_state_the_last_step_is_dropped_and_reported()
    {
        (Episode[] episodes, string[] notices) = ReadWithoutNext("a,0,1,2,0,1,0\na,1,3,4,1,1,1\nb,0,5,6,0,1,1\n");
        Episode episode = Assert.Single(episodes);
        Assert.Equal([1, 2, 3, 4], episode.States);
        Assert.Equal(Ending.None, episode.Ending);
        Assert.StartsWith("a.csv(3): 2 last steps of episodes were dropped, 2 of them terminal: their next states are not in the log. ", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_step_that_is_dropped_is_named() =>
        Assert.Equal(["a.csv(3): Step 1 of episode 'a' was dropped: its next state is not in the log."], ReadWithoutNext("a,0,1,2,0,1,0\na,1,3,4,1,1,0\n").Notices);

    [Theory]
    [InlineData("a,0,1,2,0,1,0,0,3,4\na,2,5,6,0,1,0,0,7,8\n", 2, "a.csv(3): Episode 'a' goes on as a new piece: expected step 1, got step 2.")]
    [InlineData("a,0,1,2,0,1,0,0,3,4\na,1,3,9,0,1,0,0,7,8\n", 1, "a.csv(3): Episode 'a' goes on as a new piece: its state is not the next state of step 0, 'v' is 9 and was 4.")]
    [InlineData("a,0,1,2,0,1,0,0,3,4\na,0,3,4,0,1,0,0,7,8\n", 0, "a.csv(3): Episode 'a' goes on as a new piece: expected step 1, got step 0.")]
    public void Steps_that_do_not_follow_on_begin_a_new_piece(string rows, int firstStep, string notice)
    {
        (Episode[] episodes, string[] notices) = TextLog.Read("a.csv", Header + rows, Cart);
        Assert.Equal([0, firstStep], episodes.Select(e => e.FirstStep));
        Assert.All(episodes, e => Assert.Equal((1, "a", Ending.None), (e.Count, e.Id, e.Ending)));
        Assert.Equal([notice], notices);
    }

    [Fact]
    public void An_episode_that_begins_late_is_reported() =>
        Assert.Equal(["a.csv(2): Episode 'a' begins at step 5."], TextLog.Read("a.csv", Header + "a,5,1,2,0,1,1,0,3,4\n", Cart).Notices);

    [Fact]
    public void Without_episodes_and_steps_endings_tell_episodes_apart()
    {
        const string text = "x,v,action,reward,terminated,truncated,next_x,next_v\n1,2,0,1,0,0,3,4\n3,4,0,1,1,0,5,6\n7,8,0,1,0,1,9,1\n1,2,0,1,0,0,3,4\n";
        Episode[] episodes = TextLog.Read("a.csv", text, Cart).Episodes;
        Assert.Equal([("0", 2, Ending.Terminal), ("1", 1, Ending.TimeLimit), ("2", 1, Ending.None)], episodes.Select(e => (e.Id, e.Count, e.Ending)));
    }

    [Fact]
    public void Without_episodes_a_step_that_falls_back_begins_one()
    {
        const string text = "step,x,v,action,reward,terminated\n0,1,2,0,1,0\n1,3,4,0,1,0\n2,5,6,0,1,0\n0,7,8,0,1,0\n1,9,1,0,1,0\n";
        Episode[] episodes = TextLog.Read("a.csv", text, Cart).Episodes;
        Assert.Equal([("0", 2), ("1", 1)], episodes.Select(e => (e.Id, e.Count)));
    }

    [Fact]
    public void Without_steps_the_rows_of_an_episode_are_counted()
    {
        const string text = "episode,x,v,action,reward,terminated,next_x,next_v\na,1,2,0,1,0,3,4\na,3,4,0,1,1,5,6\nb,1,2,0,1,0,3,4\n";
        (Episode[] episodes, string[] notices) = TextLog.Read("a.csv", text, Cart);
        Assert.Equal([("a", 0, 2), ("b", 0, 1)], episodes.Select(e => (e.Id, e.FirstStep, e.Count)));
        Assert.Empty(notices);
    }

    [Fact]
    public void Where_a_name_is_a_number_actions_go_by_name()
    {
        WorldSpec torques = Cart with { Actions = [new ActionSpec("-2"), new ActionSpec("0"), new ActionSpec("1")] };
        const string rows = "a,0,1,2,1.0,1,0,0,3,4\na,1,3,4,-2,1,0,0,3,4\na,2,3,4,0,1,1,0,3,4\n";
        Assert.Equal([2, 0, 1], Assert.Single(TextLog.Read("a.csv", Header + rows, torques).Episodes).Actions);
        Assert.Equal("a.csv(2): 'action' is 2, but world 'cart' has actions -2, 0 and 1.", TextLog.Fault("a.csv", Header + "a,0,1,2,2,1,0,0,3,4\n", torques));
    }

    [Theory]
    [InlineData("a,0,1,2,3,1,0,0,3,4", "'action' is 3, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("a,0,1,2,-1,1,0,0,3,4", "'action' is -1, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("a,0,1,2,0.5,1,0,0,3,4", "'action' is 0.5, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("a,0,1,2,up,1,0,0,3,4", "'action' is 'up', but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("a,0,1,2,,1,0,0,3,4", "'action' is empty, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("a,0,NaN,2,0,1,0,0,3,4", "'x' is NaN, expected a finite number.")]
    [InlineData("a,0,1,-Infinity,0,1,0,0,3,4", "'v' is -Infinity, expected a finite number.")]
    [InlineData("a,0,1,1e999,0,1,0,0,3,4", "'v' is 1e999, expected a finite number.")]
    [InlineData("a,0,1,2,0,1,0,0,3,inf", "'next_v' is 'inf', expected a finite number.")]
    [InlineData("a,0,one,2,0,1,0,0,3,4", "'x' is 'one', expected a finite number.")]
    [InlineData("a,0,,2,0,1,0,0,3,4", "'x' is empty, expected a finite number.")]
    [InlineData("a,0,1,2,0,,0,0,3,4", "'reward' is empty, expected a finite number.")]
    [InlineData("a,0,1,2,0,nan?,0,0,3,4", "'reward' is 'nan?', expected a finite number.")]
    [InlineData("a,0,1,2,0,1,2,0,3,4", "'terminated' is 2, expected 0, 1, false or true.")]
    [InlineData("a,0,1,2,0,1,0,maybe,3,4", "'truncated' is 'maybe', expected 0, 1, false or true.")]
    [InlineData("a,0,1,2,0,1,0,0,3,", "'next_v' is empty, expected a finite number.")]
    [InlineData("a,0.5,1,2,0,1,0,0,3,4", "'step' is 0.5, expected a whole number from 0.")]
    [InlineData("a,-1,1,2,0,1,0,0,3,4", "'step' is -1, expected a whole number from 0.")]
    [InlineData("a,0,1,2,0,1,0,0,3", "expected 10 columns, got 9.")]
    [InlineData("a,0,1,2,0,1,0,0,3,4,5", "expected 10 columns, got 11.")]
    [InlineData("a,0,1,2,0,1,0,0,3,\"4", "expected a closing quote, got the end of the file.")]
    public void A_wrong_row_is_a_fault_with_its_place(string row, string fault) =>
        Assert.Equal($"a.csv(4): {fault}", TextLog.Fault("a.csv", $"{Header}\n\"a\",0,1,2,0,1,1,0,3,4\n{row}\n", Cart));

    [Theory]
    [InlineData("x,action,reward,terminated", "expected a column 'v' (or 's0' and so on), got 'x', 'action', 'reward', 'terminated'.")]
    [InlineData("x,v,reward,terminated", "expected a column 'action', got 'x', 'v', 'reward', 'terminated'.")]
    [InlineData("x,v,action,terminated", "expected a column 'reward', got 'x', 'v', 'action', 'terminated'.")]
    [InlineData("x,v,action,reward,done", "expected a column 'terminated', got 'x', 'v', 'action', 'reward', 'done'.")]
    [InlineData("x,v,action,reward,terminated,next_x", "column 'next_v' is missing, expected the next state's columns whole or not at all.")]
    [InlineData("x,v,X,action,reward,terminated", "column 'X' occurs twice, expected different names.")]
    [InlineData("0,0,1,2,0,1,0", "expected a header with the names of columns, got '0', '0', '1', '2', '0', '1', '0'.")]
    public void A_wrong_header_is_a_fault(string header, string fault) =>
        Assert.Equal($"a.csv(1): {fault}", TextLog.Fault("a.csv", header + "\n", Cart));

    [Theory]
    [InlineData("0.5,0,3,0", "'mode' is 3, expected a whole number from 0 to 2.")]
    [InlineData("0.5,0,-1,0", "'mode' is -1, expected a whole number from 0 to 2.")]
    [InlineData("0.5,0,1.5,0", "'mode' is 1.5, expected a whole number from 0 to 2.")]
    [InlineData("0.5,0,1,2", "'open' is 2, expected 0 or 1.")]
    public void Categories_and_flags_are_whole_numbers_in_range(string state, string fault)
    {
        const string header = "level,angle,mode,open,action,reward,terminated,next_level,next_angle,next_mode,next_open\n";
        Assert.Equal($"a.csv(2): {fault}", TextLog.Fault("a.csv", $"{header}{state},0,1,1,0,0,0,0\n", Mixed));
        Assert.Equal($"a.csv(2): {fault.Replace("'mode'", "'next_mode'", StringComparison.Ordinal).Replace("'open'", "'next_open'", StringComparison.Ordinal)}",
            TextLog.Fault("a.csv", $"{header}0,0,0,0,0,1,1,{state}\n", Mixed));
    }

    [Theory]
    [InlineData("a,1,3,4,1")]
    [InlineData("a,1,3,4,1,1,1,0,5,")]
    [InlineData("a,1,3,4,\"ri")]
    public void A_torn_last_line_is_skipped_and_reported(string torn)
    {
        (Episode[] episodes, string[] notices) = TextLog.Read("a.csv", Header + "a,0,1,2,0,1,0,0,3,4\n" + torn, Cart);
        Assert.Equal(1, Assert.Single(episodes).Count);
        Assert.Equal([$"a.csv(3): The last line ends in column {torn.Split(',').Length} of 10 and was skipped."], notices);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        string note = new('x', 300_000);
        string text = $"note,{Header}\"{note}\",a,0,1,2,0,1,0,0,3,4\n{note},a,1,3,4,0,1,1,0,5,6\n";
        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.Single(TextLog.Read("a.csv", text, Cart).Episodes).States);
    }

    private static Episode[] Read(string rows) => TextLog.Read("a.csv", Header + rows, Cart).Episodes;

    private static (Episode[] Episodes, string[] Notices) ReadWithoutNext(string rows) =>
        TextLog.Read("a.csv", "episode,step,x,v,action,reward,terminated\n" + rows, Cart);
}
