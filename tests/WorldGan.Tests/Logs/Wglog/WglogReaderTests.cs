using MessagePack;
using WorldGan.Logs;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs.Wglog;

/// <summary>Logs as another program writes them, step by step.</summary>
public class WglogReaderTests
{
    [Fact]
    public void Steps_of_several_episodes_may_come_interleaved()
    {
        var log = new RecordsOf(Cart);
        log.Step("a", 0, [1, 2], 0, 0.5, 0, [3, 4]);
        log.Step(7, 0, [10, 20], "right", 1, 0, [30, 40]);
        log.Step("a", 1, [3, 4], 1, 1, 1, [5, 6]);
        log.Step(7, 1, [30, 40], 0, 1, 2, [50, 60]);
        (Episode[] episodes, string[] notices) = log.Read(Cart);
        Assert.Equal([("a", 2, Ending.Terminal), ("7", 2, Ending.TimeLimit)], episodes.Select(e => (e.Id, e.Count, e.Ending)));
        Assert.Equal([10, 20, 30, 40, 50, 60], episodes[1].States);
        Assert.Equal([1, 0], episodes[1].Actions);
        Assert.Empty(notices);
    }

    [Fact]
    public void A_step_may_leave_out_the_state_or_the_next_state_that_its_neighbour_has()
    {
        var log = new RecordsOf(Cart);
        log.Step("a", 0, [1, 2], 0, 1, 0, [3, 4]);
        log.Step("a", 1, null, 0, 1, 0, null);
        log.Step("a", 2, [5, 6], 0, 1, 3, [7, 8]);
        (Episode[] episodes, string[] notices) = log.Read(Cart);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Assert.Single(episodes).States);
        Assert.Equal(Ending.None, episodes[0].Ending);
        Assert.Empty(notices);
    }

    [Fact]
    public void An_action_may_come_with_its_probability()
    {
        var log = new RecordsOf(Cart);
        log.Step("a", 0, [1, 2], new object[] { 0, 0.25 }, 1, 0, [3, 4]);
        log.Step("a", 1, [3, 4], new object[] { "right", 1 }, 1, 1, [5, 6]);
        (Episode[] episodes, string[] notices) = log.Read(Cart);
        Assert.Equal([0, 1], Assert.Single(episodes).Actions);
        Assert.Equal([0.25, 1], episodes[0].ActionProbabilities);
        Assert.Empty(notices);
        long at = log.Step("b", 0, [1, 2], new object[] { 0, 1.25 }, 1, 0, [3, 4]);
        Assert.Equal($"a.wglog(byte {at}): the probability of an action is 1.25, expected a probability above 0 and up to 1.", log.Fault(Cart));
    }

    [Fact]
    public void A_draft_takes_an_action_for_one_and_not_its_probability()
    {
        var log = new RecordsOf(Cart, WglogHeader.Of(Cart) with { Actions = [] });
        log.Step("a", 0, [1, 2], new object[] { -1.5, 0.25 }, 1, 0, [3, 4]);
        log.Step("a", 1, [3, 4], new object[] { 1.5, 1 }, 1, 1, [5, 6]);
        using var folder = new TemporaryFolder();
        log.Save(folder.File("a.wglog"));
        Assert.Equal(["-1.5", "1.5"], LogInspection.Inspect(folder.File("a.wglog")).Draft.Actions.Select(action => action.Name).Order());
    }

    [Fact]
    public void After_a_lost_step_the_episode_goes_on_as_a_new_piece()
    {
        var log = new RecordsOf(Cart);
        log.Step("a", 0, [1, 2], 0, 1, 0, [3, 4]);
        long at = log.Step("a", 3, null, 0, 1, 0, [5, 6]);
        log.Step("a", 4, null, 1, 1, 1, [7, 8]);
        (Episode[] episodes, string[] notices) = log.Read(Cart);
        Assert.Equal([(0, 1), (4, 1)], episodes.Select(e => (e.FirstStep, e.Count)));
        Assert.Equal([5, 6, 7, 8], episodes[1].States);
        Assert.Equal([$"a.wglog(byte {at}): Episode 'a' goes on as a new piece: expected step 1, got step 3.", $"a.wglog(byte {at}): Step 3 of episode 'a' was dropped: its state is not in the log."], notices);
    }

    [Fact]
    public void A_second_header_ends_what_was_open()
    {
        var log = new RecordsOf(Cart);
        log.Step("a", 0, [1, 2], 0, 1, 0, [3, 4]);
        log.Header(Cart);
        log.Step("a", 0, [5, 6], 0, 1, 1, [7, 8]);
        (Episode[] episodes, string[] notices) = log.Read(Cart);
        Assert.Equal([Ending.None, Ending.Terminal], episodes.Select(e => e.Ending));
        Assert.Empty(notices);
    }

    [Fact]
    public void A_record_of_an_unknown_kind_is_skipped_and_reported()
    {
        var log = new RecordsOf(Cart);
        long at = log.Add(9, (ref MessagePackWriter w) => w.Write("from the future"));
        log.Step("a", 0, [1, 2], 0, 1, 1, [3, 4]);
        (Episode[] episodes, string[] notices) = log.Read(Cart);
        Assert.Single(episodes);
        Assert.Equal([$"a.wglog(byte {at}): A record of kind 9 was skipped: this version knows 0 to 2."], notices);
    }

    [Theory]
    [InlineData(2, 1.0, 0, "'action' is 2, but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData("up", 1.0, 0, "'action' is 'up', but world 'cart' has actions 0 (left) and 1 (right).")]
    [InlineData(0, double.NaN, 0, "'reward' is NaN, expected a finite number.")]
    [InlineData(0, 1.0, 4, "'ending' is 4, expected 0 (goes on), 1 (terminal), 2 (truncated) or 3 (stops).")]
    public void A_wrong_value_in_a_whole_record_is_a_fault_with_its_place(object action, double reward, int ending, string fault)
    {
        var log = new RecordsOf(Cart);
        long at = log.Step("a", 0, [1, 2], action, reward, ending, [3, 4]);
        Assert.Equal($"a.wglog(byte {at}): {fault}", log.Fault(Cart));
    }

    [Fact]
    public void A_state_that_cannot_be_is_a_fault_with_its_place()
    {
        var log = new RecordsOf(Cart);
        long at = log.Step("a", 0, [1, 2], 0, 1, 0, [3, double.PositiveInfinity]);
        Assert.Equal($"a.wglog(byte {at}): 'next_v' is Infinity, expected a finite number.", log.Fault(Cart));

        log = new RecordsOf(Cart);
        at = log.Step("a", 0, [1, 2, 3], 0, 1, 0, [3, 4]);
        Assert.Equal($"a.wglog(byte {at}): expected numbers of a state as 2 values, got 3.", log.Fault(Cart));

        log = new RecordsOf(Cart);
        at = log.Step("a", -1, [1, 2], 0, 1, 0, [3, 4]);
        Assert.Equal($"a.wglog(byte {at}): 'step' is -1, expected a whole number from 0.", log.Fault(Cart));
    }

    [Fact]
    public void A_record_of_another_layout_is_a_fault_with_its_place()
    {
        foreach (int kind in new[] { WglogFormat.HeaderKind, WglogFormat.StepKind, WglogFormat.BlockKind })
        {
            var log = new RecordsOf(Cart);
            long at = log.Add(kind, (ref MessagePackWriter w) => w.Write(true));
            Assert.StartsWith($"a.wglog(byte {at}): the ", log.Fault(Cart), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_block_that_claims_more_than_it_holds_is_a_fault()
    {
        WorldSpec wide = Cart with { State = [.. Enumerable.Range(0, 3000).Select(i => new StateVariable($"v{i}"))] };
        var log = new RecordsOf(wide);
        long at = log.Add(WglogFormat.BlockKind, (ref MessagePackWriter w) =>
        {
            w.WriteArrayHeader(6);
            w.Write("a");
            w.Write(0);
            w.WriteArrayHeader(3000);
            w.WriteArrayHeader(1 << 20);
            for (int i = 0; i < 1 << 20; i++) w.Write(0);
        });
        Assert.StartsWith($"a.wglog(byte {at}): expected 1048576 states of 3000 numbers, got ", log.Fault(wide), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,w", "left,right", 1, "the log has the state variables x, w, but world 'cart' has x, v.")]
    [InlineData("x,v", "left", 1, "the log has the actions left, but world 'cart' has left, right.")]
    [InlineData("x,v", "left,right", 2, "expected version 1 of the format, got 2.")]
    public void The_log_of_another_world_is_a_fault(string state, string actions, int version, string fault)
    {
        var log = new RecordsOf(Cart, new WglogHeader(version, "cart", state.Split(','), actions.Split(',')));
        Assert.Equal($"a.wglog(byte 0): {fault}", log.Fault(Cart));
    }

    [SkippableFact]
    public void The_example_of_the_README_writes_a_log_from_Python()
    {
        using var folder = new TemporaryFolder();
        string readme = File.ReadAllText(RepositoryFile("src/WorldGan/Logs/README.md"));
        string script = readme.Split("```python\n")[1].Split("```")[0];
        Python.Run(script, ["msgpack"], folder.File("arm.wglog"));

        var notices = new List<LogNotice>();
        WorldSpec arm = LogInspection.Inspect(folder.File("arm.wglog")).Draft;
        Assert.Equal(("angle,speed", "left,right"), (string.Join(',', arm.State.Select(v => v.Name)), string.Join(',', arm.Actions.Select(a => a.Name))));
        Episode[] episodes = [.. LogFile.Read(folder.File("arm.wglog"), arm, notices.Add)];
        Assert.Empty(notices);
        Assert.Equal([("0", 2, Ending.Terminal), ("1", 1, Ending.TimeLimit)], episodes.Select(e => (e.Id, e.Count, e.Ending)));
        Assert.Equal([0.1, 0.0, 0.2, 1.0, 0.4, 1.5], episodes[0].States);
        Assert.Equal([1, 0], episodes[0].Actions);
    }

    [SkippableFact]
    public void Python_reads_what_we_write()
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("a.wglog"), Cart, [CartEpisode("a", 3)]);
        const string script = """
            import msgpack, sys, zlib
            for kind, payload, checksum in msgpack.Unpacker(open(sys.argv[1], 'rb')):
                assert checksum == zlib.crc32(payload)
                print(kind, msgpack.unpackb(payload))
            """;
        string[] lines = Python.Run(script, ["msgpack"], folder.File("a.wglog")).Split('\n');
        Assert.Equal("0 {'format': 'wglog', 'version': 1, 'world': 'cart', 'state': ['x', 'v'], 'actions': ['left', 'right']}", lines[0]);
        Assert.Equal("2 ['a', 0, [[0.1, 1.1, 2.1, 3.1], [0.225, 1.225, 2.225, 3.225]], [0, 1, 0], [0.0, 0.3333333333333333, 0.6666666666666666], 1]", lines[1]);
    }

    private static string RepositoryFile(string path)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, path))) folder = Path.GetDirectoryName(folder) ?? throw new FileNotFoundException(path);
        return Path.Combine(folder, path);
    }
}
