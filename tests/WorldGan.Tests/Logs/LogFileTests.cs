using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

[Properties(Arbitrary = [typeof(EpisodeArbitrary)], MaxTest = 60)]
public class LogFileTests
{
    private static readonly string[] Forms = ["a.wglog", "a.csv", "a.tsv", "a.jsonl"];

    [Property]
    public void Every_form_gives_every_bit_back(MixedLog log)
    {
        using var folder = new TemporaryFolder();
        foreach (string form in Forms)
        {
            LogFile.Write(folder.File(form), Mixed, log.Episodes);
            Assert.Equal(Show(log.Episodes), Show(LogFile.Read(folder.File(form), Mixed)));
        }
    }

    [Property]
    public void Conversion_through_all_forms_keeps_every_bit_and_the_hash(MixedLog log)
    {
        using var folder = new TemporaryFolder();
        string first = folder.File("first.wglog"), from = first;
        LogFile.Write(first, Mixed, log.Episodes);
        foreach (string form in new[] { "b.csv", "b.jsonl", "b.wglog" })
        {
            LogTally tally = LogFile.Convert(from, folder.File(form), Mixed);
            Assert.Equal(new LogTally(log.Episodes.Count, log.Episodes.Sum(e => e.Count)), tally);
            from = folder.File(form);
            Assert.Equal(LogFile.Hash(first, Mixed), LogFile.Hash(from, Mixed));
        }

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(from));
    }

    [Property]
    public void Hash_changes_with_any_value(MixedLog log)
    {
        Episode first = log.Episodes[0];
        Episode[] changed =
        [
            first with { Id = first.Id + "x" },
            first with { FirstStep = first.FirstStep + 1 },
            first with { Ending = first.Ending == Ending.None ? Ending.Terminal : Ending.None },
            first with { States = [-first.States[0], .. first.States[1..]] },
            first with { Actions = [first.Actions[0] + 1, .. first.Actions[1..]] },
            first with { Rewards = [-first.Rewards[0], .. first.Rewards[1..]] },
        ];
        Assert.Equal(changed.Length + 1, changed.Prepend(first).Select(e => HashOf([e, .. log.Episodes.Skip(1)])).Distinct().Count());
    }

    [Theory]
    [InlineData("a.wglog")]
    [InlineData("a.csv")]
    [InlineData("a.jsonl")]
    public void Appending_goes_on_where_the_log_ends(string name)
    {
        using var folder = new TemporaryFolder();
        Episode[] episodes = [CartEpisode("a", 3, Ending.None), CartEpisode("b", 1), CartEpisode("c", 2, Ending.TimeLimit)];
        foreach (Episode episode in episodes)
        {
            byte[] before = File.Exists(folder.File(name)) ? File.ReadAllBytes(folder.File(name)) : [];
            using (LogWriter writer = LogFile.Append(folder.File(name), Cart)) writer.Write(episode);
            Assert.Equal(before, File.ReadAllBytes(folder.File(name))[..before.Length]);
        }

        Assert.Equal(Show(episodes), Show(LogFile.Read(folder.File(name), Cart)));
    }

    [Theory]
    [InlineData("a.wglog", "a.wglog(byte 0): the log has the state variables x, v, but world 'mixed' has level, angle, mode, open.")]
    [InlineData("a.csv", "a.csv(1): expected the columns episode,step,level,angle,mode,open,action,reward,terminated,truncated,next_level,next_angle,next_mode,next_open to append to, got episode,step,x,v,action,reward,terminated,truncated,next_x,next_v.")]
    [InlineData("a.jsonl", "a.jsonl(1): 'state' has 2 numbers, expected 4.")]
    public void Appending_to_the_log_of_another_world_is_refused(string name, string message)
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File(name), Cart, [CartEpisode("a", 3)]);
        byte[] before = File.ReadAllBytes(folder.File(name));
        var fault = Assert.Throws<LogFormatException>(() => LogFile.Append(folder.File(name), Mixed));
        Assert.Equal(message, Path.GetFileName(fault.Message));
        Assert.Equal(before, File.ReadAllBytes(folder.File(name)));
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.jsonl")]
    public void Appending_behind_half_a_line_is_refused(string name)
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File(name), Cart, [CartEpisode("a", 3)]);
        byte[] torn = File.ReadAllBytes(folder.File(name))[..^5];
        File.WriteAllBytes(folder.File(name), torn);
        Assert.Contains("half a line", Assert.Throws<LogFormatException>(() => LogFile.Append(folder.File(name), Cart)).Message);
        Assert.Equal(torn, File.ReadAllBytes(folder.File(name)));
    }

    [Fact]
    public void A_log_that_is_there_is_not_written_over_unless_told()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.csv");
        LogFile.Write(path, Cart, [CartEpisode("a", 1)]);
        Assert.Throws<IOException>(() => LogFile.Create(path, Cart));
        Assert.Throws<IOException>(() => LogFile.Write(path, Cart, [CartEpisode("b", 1)]));
        Assert.Equal("a", Assert.Single(LogFile.Read(path, Cart)).Id);
        LogFile.Write(path, Cart, [CartEpisode("b", 1)], overwrite: true);
        Assert.Equal("b", Assert.Single(LogFile.Read(path, Cart)).Id);
    }

    [Fact]
    public void A_conversion_that_fails_leaves_nothing_and_harms_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("bad.csv"), "episode,step,x,v,action,reward,terminated,next_x,next_v\n0,0,1,2,0,1,0,3,4\n0,1,3,4,7,1,0,5,6\n");
        LogFile.Write(folder.File("old.wglog"), Cart, [CartEpisode("a", 1)]);
        Assert.Throws<LogFormatException>(() => LogFile.Convert(folder.File("bad.csv"), folder.File("new.wglog"), Cart));
        Assert.Throws<LogFormatException>(() => LogFile.Convert(folder.File("bad.csv"), folder.File("old.wglog"), Cart, overwrite: true));
        Assert.Equal(["bad.csv", "old.wglog"], folder.Names);
        Assert.Equal("a", Assert.Single(LogFile.Read(folder.File("old.wglog"), Cart)).Id);
    }

    [Theory]
    [InlineData("a.wglog", "a.wglog(byte 0): expected a log whose first record is a header, got an empty file.")]
    [InlineData("a.csv", "a.csv(1): expected a header with the names of columns, got an empty file.")]
    [InlineData("a.jsonl", "a.jsonl(1): expected one JSON object a line, got an empty file.")]
    public void An_empty_file_is_a_fault(string name, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), "");
        var fault = Assert.Throws<LogFormatException>(() => LogFile.Read(folder.File(name), Cart).Count());
        Assert.Equal(message, Path.GetFileName(fault.Message));
        Assert.Equal(folder.File(name), fault.Place.Path);
    }

    [Fact]
    public void An_episode_of_another_shape_is_refused_and_nothing_of_it_is_written()
    {
        using var folder = new TemporaryFolder();
        Episode good = CartEpisode("a", 2);
        using (LogWriter writer = LogFile.Create(folder.File("a.wglog"), Cart))
        {
            Refuse(writer, good with { States = good.States[1..] }, "Episode 'a': expected states of shape [3, 2], got 5 numbers.");
            Refuse(writer, good with { Rewards = [1] }, "Episode 'a': expected 2 rewards, got 1.");
            Refuse(writer, good with { Rewards = [1, double.NaN] }, "Episode 'a': step 1: expected a finite reward, got NaN.");
            Refuse(writer, good with { Actions = [0, 2] }, "Episode 'a': step 1: expected an action from 0 to 1, got 2.");
            Refuse(writer, good with { States = [0, 0, 0, 0, 0, double.PositiveInfinity] }, "Episode 'a': state 2: 'v' is Infinity, expected a finite number.");
            Refuse(writer, good with { Actions = [] }, "Episode 'a': expected at least one step, got none.");
            Refuse(writer, good with { Ending = Ending.LeftSupport }, "Episode 'a': expected an ending of none, terminal or time limit, got LeftSupport.");
            Refuse(writer, good with { FirstStep = -1 }, "Episode 'a': expected a first step from 0, got -1.");
            Refuse(writer, good with { Id = "\ud800" }, "Expected an episode's name of at most 1000 characters of valid Unicode, got 1.");
            Refuse(writer, good with { Id = new string('a', 1001) }, "Expected an episode's name of at most 1000 characters of valid Unicode, got 1001.");
            writer.Write(good);
        }

        Assert.Equal([Show(good)], Show(LogFile.Read(folder.File("a.wglog"), Cart)));
    }

    [Fact]
    public void Another_ending_of_the_name_is_refused() =>
        Assert.Equal("run.xlsx: expected a log that ends in .wglog, .csv or .jsonl, got '.xlsx'.", Assert.Throws<ArgumentException>(() => LogFile.Read("run.xlsx", Cart)).Message);

    [Fact]
    public void A_recording_is_to_be_imported_first() =>
        Assert.EndsWith("got '.mcap'. 'worldgan import' makes such a log of it.", Assert.Throws<ArgumentException>(() => LogFile.Read("run.mcap", Cart)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_log_can_be_read_twice()
    {
        using var folder = new TemporaryFolder();
        LogFile.Write(folder.File("a.csv"), Cart, [CartEpisode("a", 1)]);
        IEnumerable<Episode> episodes = LogFile.Read(folder.File("a.csv"), Cart);
        Assert.Equal(Show(episodes), Show(episodes));
    }

    private static void Refuse(LogWriter writer, Episode episode, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => writer.Write(episode)).Message);

    private static string HashOf(IEnumerable<Episode> episodes)
    {
        using var hash = new LogHash();
        foreach (Episode episode in episodes) hash.Add(episode);
        return hash.ToString();
    }
}
