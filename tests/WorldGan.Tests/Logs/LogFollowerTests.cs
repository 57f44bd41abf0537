using WorldGan.Logs;
using WorldGan.Tests.Logs.Wglog;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs;

public class LogFollowerTests
{
    [Fact]
    public void A_step_is_told_as_soon_as_its_next_state_is()
    {
        using var folder = new TemporaryFolder();
        var log = new RecordsOf(Cart);
        var follower = new LogFollower(Saved(log, folder), Cart);
        Assert.Empty(follower.ReadOn());
        log.Step("a", 0, [1, 2], 0, 1, 0, null);
        Assert.Empty(ReadOn(log, folder, follower));
        log.Step("a", 1, [3, 4], 1, 1, 0, [5, 6]);
        Episode piece = Assert.Single(ReadOn(log, folder, follower));
        Assert.Equal([1, 2, 3, 4, 5, 6], piece.States);
        log.Step("a", 2, null, 1, 7, 1, [7, 8]);
        piece = Assert.Single(ReadOn(log, folder, follower));
        Assert.Equal((2, Ending.Terminal), (piece.FirstStep, piece.Ending));
        Assert.Equal([5, 6, 7, 8], piece.States);
        Assert.Equal([7], piece.Rewards);
        Assert.Empty(follower.ReadOn());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void However_a_log_grows_its_pieces_join_to_what_is_read_at_once(int bytesAtATime)
    {
        using var folder = new TemporaryFolder();
        Episode[] episodes = [CartEpisode("a", 30), CartEpisode("b", 1, Ending.TimeLimit), CartEpisode("c", 600, Ending.None)];
        LogFile.Write(folder.File("whole.wglog"), Cart, episodes);
        byte[] whole = File.ReadAllBytes(folder.File("whole.wglog"));
        File.WriteAllBytes(folder.File("a.wglog"), []);
        var follower = new LogFollower(folder.File("a.wglog"), Cart, notice => Assert.Fail(notice.ToString()));
        var pieces = new List<Episode>();
        for (int length = 0; length < whole.Length + bytesAtATime; length += Math.Max(bytesAtATime, whole.Length / 50))
        {
            File.WriteAllBytes(folder.File("a.wglog"), whole[..Math.Min(length, whole.Length)]);
            pieces.AddRange(follower.ReadOn());
        }

        File.WriteAllBytes(folder.File("a.wglog"), whole);
        pieces.AddRange(follower.ReadOn());
        using (LogWriter writer = LogFile.Create(folder.File("joined.wglog"), Cart))
            foreach (Episode piece in pieces) writer.Write(piece, goesOn: true);
        Assert.Equal(Show(episodes), Show(LogFile.Read(folder.File("joined.wglog"), Cart)));
    }

    [Fact]
    public void An_episode_that_never_ends_is_told_in_pieces_however_long_it_is()
    {
        using var folder = new TemporaryFolder();
        var log = new RecordsOf(Cart);
        for (int t = 0; t < 2500; t++) log.Step("a", t, [t, 0], 0, 1, 0, [t + 1, 0]);
        Episode[] pieces = [.. new LogFollower(Saved(log, folder), Cart).ReadOn()];
        Assert.Equal(2500, pieces.Sum(piece => piece.Count));
        Assert.All(pieces, piece => Assert.InRange(piece.Count, 1, 1024));
    }

    private static IEnumerable<Episode> ReadOn(RecordsOf log, TemporaryFolder folder, LogFollower follower)
    {
        Saved(log, folder);
        return [.. follower.ReadOn()];
    }

    private static string Saved(RecordsOf log, TemporaryFolder folder)
    {
        log.Save(folder.File("a.wglog"));
        return folder.File("a.wglog");
    }
}
