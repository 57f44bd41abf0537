using WorldGan.Logs;
using WorldGan.Tests.Logs.Arrays;

namespace WorldGan.Tests.Logs.Rows;

public class LeRobotImportTests
{
    private const string Lines = """
        {"observation.state": [0, 0.5], "action": [1], "timestamp": 0.0, "frame_index": 0, "episode_index": 3, "index": 0, "next.reward": 0.25, "next.done": false, "next.success": false}
        {"observation.state": [1, 0.5], "action": [0], "timestamp": 0.1, "frame_index": 1, "episode_index": 3, "index": 1, "next.reward": 0.5, "next.done": false, "next.success": false}
        {"observation.state": [2, 0.5], "action": [0], "timestamp": 0.2, "frame_index": 2, "episode_index": 3, "index": 2, "next.reward": 1.0, "next.done": true, "next.success": true}
        {"observation.state": [9, 0.5], "action": [0], "timestamp": 0.0, "frame_index": 0, "episode_index": 4, "index": 3, "next.reward": 0.0, "next.done": false, "next.success": false}
        {"observation.state": [8, 0.5], "action": [1], "timestamp": 0.1, "frame_index": 1, "episode_index": 4, "index": 4, "next.reward": 0.0, "next.done": true, "next.success": false}
        """;

    private const string Table = """
        observation.state,action,episode_index,frame_index,next.reward,next.done,next.success
        "[0.0 0.5]",[1.],3,0,0.25,False,False
        "[1.0, 0.5]",[0],3,1,0.5,False,False
        "[2.0 0.5]",[0],3,2,1.0,True,True
        "[9 0.5]",0,4,0,0.0,False,False
        "[8 0.5]",1,4,1,0.0,True,False
        """;

    /// <summary>What follows on the last frame of an episode is not in the log, so its step is dropped, and the success with it.</summary>
    [Theory]
    [InlineData("a.jsonl", Lines)]
    [InlineData("a.csv", Table)]
    public void Rows_become_steps_whose_next_state_is_the_next_frame(string name, string text)
    {
        var (episodes, report, notices) = ArrayImportTests.Read(name, text);
        Assert.Equal(["3 1,0 0,0.5,1,0.5,2,0.5 0.25,0.5 None", "4 0 9,0.5,8,0.5 0 None"], episodes.Select(e => $"{e.Id} {string.Join(',', e.Actions)} {string.Join(',', e.States)} {string.Join(',', e.Rewards)} {e.Ending}"));
        Assert.Equal([new ImportCount("steps whose next state is not in the file", 2)], report.Dropped);
        Assert.Contains("2 last steps of episodes were dropped, 1 of them terminal", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_the_surroundings_stands_behind_that_of_the_robot() =>
        Assert.Equal([0, 5, 1, 6], ArrayImportTests.Read("a.jsonl",
            """
            {"episode_index": 0, "observation.state": [0], "observation.environment_state": [5], "action": 1}
            {"episode_index": 0, "observation.state": [1], "observation.environment_state": [6], "action": 1}
            """).Episodes[0].States);

    [Theory]
    [InlineData("\"action\": [1]", "\"action\": [1, 2]", "a.jsonl(1): 'action' has 2 numbers, expected one")]
    [InlineData("\"action\": [1]", "\"aktion\": [1]", "a.jsonl(1): expected a column 'action', got 'observation.state', 'aktion'")]
    [InlineData("[0, 0.5]", "[0, \"x\"]", "a.jsonl(1): 'observation.state' has \"x\", expected finite numbers.")]
    [InlineData("\"next.done\": false", "\"next.done\": 3", "a.jsonl(1): 'next.done' is 3, expected true or false.")]
    [InlineData("\"frame_index\": 0", "\"frame_index\": 0.5", "a.jsonl(1): 'step' is 0.5, expected a whole number from 0.")]
    public void A_wrong_row_is_told_where(string right, string wrong, string message) =>
        Assert.Contains(message, Assert.Throws<LogFormatException>(() => ArrayImportTests.Read("a.jsonl", Lines.Replace(right, wrong, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
}
