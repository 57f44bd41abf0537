using WorldGan.Logs;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs.Arrays;

public class ArrayImportTests
{
    private const string Episode = """{"id": 7, "seed": 1, "observations": [[0,1],[2,3],[4,5]], "actions": [0,1], "rewards": [0.5,1], "terminations": [false,true], "truncations": [false,false], "infos": {"x": [[1]]}}""";

    [Theory]
    [InlineData(Episode)]
    [InlineData("[" + Episode + "]")]
    [InlineData("{\"episodes\": [" + Episode + "]}")]
    [InlineData("{\"data\": 1, \"episode_7\": " + Episode + "}")]
    public void An_episode_of_Minari_is_read_wherever_it_stands(string text)
    {
        Episode episode = Assert.Single(Read("a.json", text).Episodes);
        Assert.Equal(Show(new Episode { Id = "7", States = [0, 1, 2, 3, 4, 5], Actions = [0, 1], Rewards = [0.5, 1], Ending = WorldGan.Worlds.Ending.Terminal }), Show(episode));
    }

    [Fact]
    public void Minaris_truncation_is_no_terminal_and_episodes_without_a_name_are_counted()
    {
        string cut = Episode.Replace("\"id\": 7, ", "", StringComparison.Ordinal).Replace("[false,true]", "[0,0]", StringComparison.Ordinal).Replace("[false,false]", "[0,1]", StringComparison.Ordinal);
        Assert.Equal([("0", WorldGan.Worlds.Ending.TimeLimit), ("1", WorldGan.Worlds.Ending.TimeLimit)], Read("a.json", cut + "\n" + cut).Episodes.Select(e => (e.Id, e.Ending)));
    }

    /// <summary>Behind a terminal or a timeout stands the beginning of the next episode, which is no next state.</summary>
    [Fact]
    public void Of_D4RL_without_next_observations_the_last_step_of_each_episode_is_dropped_and_its_end_told()
    {
        var (episodes, report, notices) = Read("a.json", """{"observations": [[0,0],[1,0],[2,0],[5,0],[6,0]], "actions": [0,1,0,1,1], "rewards": [1,2,3,4,5], "terminals": [0,0,1,0,0], "timeouts": [0,0,0,0,1]}""");
        Assert.Equal(["0 0,1 0,0,1,0,2,0 None", "1 1 5,0,6,0 None"], episodes.Select(e => $"{e.Id} {string.Join(',', e.Actions)} {string.Join(',', e.States)} {e.Ending}"));
        Assert.Equal([new ImportCount("steps", 3)], report.Taken);
        Assert.Equal([new ImportCount("steps whose next state is not in the file", 2)], report.Dropped);
        Assert.Contains("2 last steps of episodes were dropped, 1 of them terminal", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_D4RL_with_next_observations_ends_are_kept_apart()
    {
        var (episodes, report, _) = Read("a.json", """{"observations": [[0,0],[1,0],[5,0]], "next_observations": [[1,0],[2,0],[6,0]], "actions": [[0],[1],[1]], "rewards": [1,2,3], "terminals": [false,true,false], "timeouts": [false,false,true]}""");
        Assert.Equal(["0 0,0,1,0,2,0 Terminal", "1 5,0,6,0 TimeLimit"], episodes.Select(e => $"{e.Id} {string.Join(',', e.States)} {e.Ending}"));
        Assert.Empty(report.Dropped);
    }

    [Fact]
    public void Episodes_of_several_objects_of_D4RL_have_names_of_their_own()
    {
        const string two = """{"observations": [[0,0],[1,0]], "next_observations": [[1,0],[2,0]], "actions": [0,1], "rewards": [1,2], "terminals": [1,1]}""";
        Assert.Equal(["0", "1", "1-0", "1-1"], Read("a.json", $"[{two}, {two}]").Episodes.Select(e => e.Id));
    }

    [Fact]
    public void Of_D4RL_without_timeouts_the_step_limit_of_the_world_ends_episodes() =>
        Assert.Equal([2, 2], Read("a.json", """{"observations": [[0,0],[1,0],[5,0],[6,0]], "next_observations": [[1,0],[2,0],[6,0],[7,0]], "actions": [0,1,1,0], "terminals": [0,0,0,0]}""", stepLimit: 2).Episodes.Select(e => e.Count));

    [Theory]
    [InlineData("", null, 1)]
    [InlineData("", 2, 0)]
    [InlineData(", \"timeouts\": [0,1]", null, 0)]
    [InlineData(", \"next_observations\": [[1,0],[2,0]]", null, 0)]
    public void Where_nothing_tells_that_an_episode_of_D4RL_was_cut_that_is_told(string more, int? stepLimit, int expected) =>
        Assert.Equal(expected, Read("a.json", $"{{\"observations\": [[0,0],[1,0]], \"actions\": [0,1], \"rewards\": [1,2], \"terminals\": [0,0]{more}}}", stepLimit).Notices.Count(notice => notice.Contains("Nothing tells where an episode was cut", StringComparison.Ordinal)));

    [Theory]
    [InlineData("", "a.json(byte 0): expected an object with arrays such as 'observations' and 'actions', got an empty file.")]
    [InlineData("{\"x\": 1}", "got none.")]
    [InlineData("{\"observations\": [[1,2]]}", "a.json(byte 0): expected an array 'actions', got 'observations'.")]
    [InlineData("{\"observations\": {\"a\": [1]}}", "a.json(byte 17): 'observations' is an object, expected a list of numbers")]
    [InlineData("{\"observations\": [[1,2],[3]]}", "'observations[1]' has 1 numbers, expected 2 as in the rows before.")]
    [InlineData("{\"observations\": [[1,NaN]]}", "a.json(byte 21): expected JSON, got 'NaN]]}'. Numbers must be finite.")]
    [InlineData("{\"observations\": [[1,1e999]]}", "'observations' is Infinity, expected finite numbers.")]
    [InlineData("{\"observations\": [[1,2]", "expected JSON, got the end of the file.")]
    [InlineData("{\"observations\": [[1,2],[3,4]], \"actions\": [[1,2]], \"terminations\": [0]}", "'actions[0]' has 2 numbers, expected one")]
    [InlineData("{\"observations\": [[1,2],[3,4]], \"actions\": [0,1], \"terminations\": [0,0]}", "'observations' has 2 rows, expected 3, one more than actions")]
    [InlineData("{\"observations\": [[1,2],[3,4],[5,6]], \"actions\": [0,1], \"terminations\": [0]}", "'terminations' has 1 rows, expected 2, as many as actions.")]
    [InlineData("{\"observations\": [[1,2],[3,4]], \"actions\": [0,7], \"terminals\": [0,0]}", "a.json(byte 0, row 1): 'action' is 7, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("{\"observations\": [1,2,3], \"actions\": [0,1]}", "'state' has 1 numbers, expected 2.")]
    public void A_wrong_file_is_told_where(string text, string message) =>
        Assert.Contains(message, Assert.Throws<LogFormatException>(() => Read("a.json", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_world_of_a_log_can_be_drafted()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.json"), "{\"observations\": [0,1,2,3], \"actions\": [-2,0.5,2], \"truncations\": [0,0,1]}");
        WorldGan.Worlds.WorldSpec draft = LogImport.Draft(folder.File("a.json"));
        Assert.Equal(["s0"], draft.State.Select(v => v.Name));
        Assert.Equal(["-2", "0.5", "2"], draft.Actions.Select(a => a.Name));
        Assert.Equal(3, LogImport.Read(folder.File("a.json"), draft).Single().Count);
    }

    internal static (Episode[] Episodes, ImportReport Report, string[] Notices) Read(string name, string text, int? stepLimit = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), text);
        var report = new ImportReport();
        var notices = new List<string>();
        Episode[] episodes = [.. LogImport.Read(folder.File(name), Cart with { StepLimit = stepLimit }, null, report, notice => notices.Add(notice.ToString()))];
        return (episodes, report, [.. notices]);
    }
}
