using WorldGan.Logs;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs.Jsonl;

public class JsonlReaderTests
{
    private const string Whole = """{"episode":"a","step":0,"state":[1,2],"action":0,"reward":1,"terminated":false,"truncated":false,"nextState":[3,4]}""";

    [Fact]
    public void A_line_is_a_transition()
    {
        const string last = """{"step":1,"episode":"a","nextState":[5,-0.0],"truncated":1,"reward":-2.5e-3,"action":"right","state":[3,4],"note":{"by":["hand"]}}""";
        Episode episode = Assert.Single(TextLog.Read("a.jsonl", $"{Whole}\r\n\n{last}", Cart).Episodes);
        Assert.Equal([1, 2, 3, 4, 5, -0.0], episode.States);
        Assert.Equal([0, 1], episode.Actions);
        Assert.Equal([1, -2.5e-3], episode.Rewards);
        Assert.Equal(("a", Ending.TimeLimit), (episode.Id, episode.Ending));
    }

    [Fact]
    public void Next_states_may_come_from_the_next_line_and_a_line_with_a_state_only()
    {
        const string text = """
            {"episode":3,"state":[1,2],"action":0,"reward":1}
            {"episode":3,"state":[3,4],"action":1,"reward":1,"terminated":true}
            {"episode":3,"state":[5,6]}
            {"episode":4,"state":[7,8],"action":1,"reward":1,"terminated":true}
            """;
        (Episode[] episodes, string[] notices) = TextLog.Read("a.jsonl", text, Cart);
        Assert.Equal([1, 2, 3, 4, 5, 6], Assert.Single(episodes).States);
        Assert.Equal(("3", Ending.Terminal), (episodes[0].Id, episodes[0].Ending));
        Assert.Equal(["a.jsonl(4): Step 0 of episode '4' was dropped: its next state is not in the log."], notices);
    }

    [Theory]
    [InlineData("""{"state":[1],"action":0,"reward":1}""", "'state' has 1 numbers, expected 2.")]
    [InlineData("""{"action":0,"reward":1}""", "'state' is missing, expected an array of numbers.")]
    [InlineData("""{"state":"x","action":0,"reward":1}""", "'state' is \"x\", expected an array of numbers.")]
    [InlineData("""{"state":[1,null],"action":0,"reward":1}""", "'state[1]' is null, expected a finite number.")]
    [InlineData("""{"state":[1,1e999],"action":0,"reward":1}""", "'state[1]' is 1e999, expected a finite number.")]
    [InlineData("""{"state":[1,2],"action":2,"reward":1}""", "'action' is 2, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("""{"state":[1,2],"action":[],"reward":1}""", "'action' is [], expected a number or a text.")]
    [InlineData("""{"state":[1,2],"reward":1}""", "'action' is missing, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("""{"state":[1,2],"action":1}""", "'reward' is missing, expected a finite number.")]
    [InlineData("""{"state":[1,2],"action":1,"reward":"1"}""", "'reward' is \"1\", expected a finite number.")]
    [InlineData("""{"state":[1,2],"action":1,"reward":1,"terminated":2}""", "'terminated' is 2, expected true or false.")]
    [InlineData("""{"state":[1,2],"action":1,"reward":1,"nextState":[1,2,3]}""", "'nextState' has 3 numbers, expected 2.")]
    [InlineData("""{"state":[1,2],"action":1,"reward":1,"step":-1}""", "'step' is -1, expected a whole number from 0.")]
    [InlineData("""{"state": [1.0, NaN], "action": 0, "reward": 1}""", "'state' has NaN, expected finite numbers.")]
    [InlineData("""{"state": [Infinity, 1], "action": 0, "reward": 1}""", "'state' has Infinity, expected finite numbers.")]
    [InlineData("""{"state": [1, 2], "action": 0, "reward": -Infinity}""", "'reward' has -Infinity, expected finite numbers.")]
    [InlineData("""[1,2]""", "expected one JSON object a line, got [1,2].")]
    public void A_wrong_value_is_a_fault_with_its_place(string line, string fault) =>
        Assert.Equal($"a.jsonl(2): {fault}", TextLog.Fault("a.jsonl", $"{Whole}\n{line}\n", Cart));

    [Fact]
    public void Lines_that_are_no_JSON_are_skipped_and_reported()
    {
        (Episode[] episodes, string[] notices) = TextLog.Read("a.jsonl", $"{Whole[..40]}\n{Whole}\n{Whole[..50]}", Cart);
        Assert.Equal(1, Assert.Single(episodes).Count);
        Assert.Equal(["a.jsonl(1): The line is no JSON and was skipped.", "a.jsonl(3): The last line is not whole and was skipped."], notices);
    }

    [Theory]
    [InlineData("""{"episode":"\ud800","state":[1,2]}""")]
    [InlineData("""{"\ud800":0,"state":[1,2]}""")]
    [InlineData("""{"state":[1,2]} {}""")]
    public void A_line_that_is_almost_JSON_is_skipped_and_reported(string line) =>
        Assert.Equal(["a.jsonl(2): The line is no JSON and was skipped."], TextLog.Read("a.jsonl", $"{Whole}\n{line}\n", Cart).Notices);

    [Fact]
    public void The_first_line_tells_the_width_of_a_log_without_a_world()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.jsonl"), $"{Whole}\n{Whole.Replace("[1,2]", "[1,2,3]", StringComparison.Ordinal)}\n");
        string fault = Assert.Throws<LogFormatException>(() => LogInspection.Inspect(folder.File("a.jsonl"))).Message;
        Assert.EndsWith("a.jsonl(2): 'state' has 3 numbers, expected 2.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_any_JSON_is_a_fault() =>
        Assert.Equal("a.jsonl(1): expected one JSON object a line, got none that is whole.", TextLog.Fault("a.jsonl", "x,v\n1,2\n", Cart));
}
