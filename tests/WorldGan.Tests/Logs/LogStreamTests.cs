using WorldGan.Logs;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

/// <summary>Logs that are no files.</summary>
public class LogStreamTests
{
    [Theory]
    [InlineData(".csv")]
    [InlineData(".jsonl")]
    [InlineData(".wglog")]
    public void A_stream_is_read_as_a_file_of_that_ending_is(string ending)
    {
        using var folder = new TemporaryFolder();
        Episode[] episodes = [CartEpisode("a", 3), CartEpisode("b", 2, Ending.TimeLimit)];
        LogFile.Write(folder.File("a" + ending), Cart, episodes);
        var stream = new MemoryStream(File.ReadAllBytes(folder.File("a" + ending)));
        Assert.Equal(Show(episodes), Show(LogFile.Read(stream, "body" + ending, Cart)));
        Assert.False(stream.CanRead);
    }

    [Theory]
    [InlineData("body.csv")]
    [InlineData("body.jsonl")]
    [InlineData("body.wglog")]
    public void Faults_in_a_stream_have_its_name(string name) =>
        Assert.StartsWith(name + "(", Assert.Throws<LogFormatException>(() => LogFile.Read(new MemoryStream(), name, Cart).ToArray()).Message);

    [Theory]
    [InlineData("body.jsonl", "{\"step\":0,\"state\":[0,0],\"action\":0,\"reward\":1,\"nextState\":[0,0]}", "body.jsonl(1): 'episode' is missing")]
    [InlineData("body.jsonl", "{\"episode\":\"a\",\"state\":[0,0],\"action\":0,\"reward\":1,\"nextState\":[0,0]}", "body.jsonl(1): 'step' is missing")]
    public void Names_may_be_missing_unless_they_are_required(string name, string line, string fault)
    {
        Assert.Single(LogFile.Read(Stream(), name, Cart));
        Assert.StartsWith(fault, Assert.Throws<LogFormatException>(() => LogFile.Read(Stream(), name, Cart, names: LoggedNames.Required).ToArray()).Message, StringComparison.Ordinal);

        MemoryStream Stream() => new(System.Text.Encoding.UTF8.GetBytes(line));
    }

    [Fact]
    public void A_log_in_a_stream_is_that_of_a_file()
    {
        using var folder = new TemporaryFolder();
        using (LogWriter file = LogFile.Create(folder.File("a.wglog"), Cart)) file.Write(CartEpisode("a", 600));
        var stream = new MemoryStream();
        using (LogWriter writer = LogFile.Create(stream, Cart)) writer.Write(CartEpisode("a", 600));
        Assert.Equal(File.ReadAllBytes(folder.File("a.wglog")), stream.ToArray());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Pieces_that_go_on_are_one_episode_again(bool goesOn, int episodes)
    {
        Episode whole = CartEpisode("a", 6);
        var stream = new MemoryStream();
        using (LogWriter writer = LogFile.Create(stream, Cart))
        {
            writer.Write(whole with { States = whole.States[..8], Actions = whole.Actions[..3], Rewards = whole.Rewards[..3], Ending = Ending.None }, goesOn);
            writer.Write(whole with { FirstStep = 3, States = whole.States[6..], Actions = whole.Actions[3..], Rewards = whole.Rewards[3..] });
        }

        Episode[] back = [.. LogFile.Read(new MemoryStream(stream.ToArray()), "a.wglog", Cart)];
        Assert.Equal(episodes, back.Length);
        if (goesOn) Assert.Equal(Show([whole]), Show(back));
    }
}
