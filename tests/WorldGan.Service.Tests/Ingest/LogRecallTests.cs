using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.Service.Tests.Ingest;

public sealed class LogRecallTests : IDisposable
{
    private const int Remembered = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    /// <summary>A piece that is sent, after which the log may be sealed.</summary>
    public sealed record Sent(int Episode, int From, int Count, bool Ends, bool IsSealed);

    public void Dispose() => _folder.Dispose();

    /// <summary>Whatever came in and wherever it was sealed: who asks afterwards gets the same answers from the indexes as from the segments.</summary>
    [Property(MaxTest = 60, Arbitrary = [typeof(LogRecallTests)])]
    public void The_indexes_say_what_the_segments_say(Sent[] sent)
    {
        using var folder = new TemporaryFolder();
        WriteAsync(folder.File("log"), sent).GetAwaiter().GetResult();
        EpisodeIndex fromIndexes = Recall(folder, out long steps);
        foreach (string index in Directory.GetFiles(folder.File(""), "*.index", SearchOption.AllDirectories)) File.Delete(index);
        EpisodeIndex fromSegments = Recall(folder, out long expected);
        Assert.Equal(expected, steps);
        foreach (Episode probe in Probes()) Assert.Equal(Answer(fromSegments, probe), Answer(fromIndexes, probe));
    }

    [Fact]
    public async Task A_start_reads_none_but_the_latest_segments()
    {
        string log = _folder.File("log");
        await WriteAsync(log, [new Sent(0, 0, 20, false, true), new Sent(0, 20, 20, false, true)]);
        string first = Path.Combine(log, "00000001.wglog");
        DateTime written = File.GetLastWriteTimeUtc(first);
        byte[] bytes = File.ReadAllBytes(first);
        File.WriteAllBytes(first, new byte[bytes.Length]);
        File.SetLastWriteTimeUtc(first, written);                  // as if nothing had happened: only who reads it sees
        await using WorldLog opened = Open(log);
        Assert.Equal(40, opened.AcceptedSteps);
        Assert.Equal(new Receipt(1, 40), await opened.AppendAsync([SmallWorld.Steps("0", 0, 41)], Gaps.Refused));
        Assert.Empty(_notices);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("damaged")]
    [InlineData("of another state of the segment")]
    [InlineData("of an older format")]
    public async Task An_index_that_is_of_no_use_is_made_again(string fault)
    {
        string log = _folder.File("log"), index = Path.Combine(log, "00000001.index");
        await WriteAsync(log, [new Sent(0, 0, 5, false, true)]);
        byte[] good = File.ReadAllBytes(index), bad = [.. good];
        bad[^40] ^= 1;
        if (fault == "of an older format")
        {
            "wgindex1"u8.CopyTo(bad);
            bad[^40] ^= 1;
            bad[^48] ^= 1;                                         // what it knows of the content
            SHA256.HashData(bad.AsSpan(0, bad.Length - 32), bad.AsSpan(bad.Length - 32));
            File.WriteAllBytes(index, bad);
        }

        if (fault == "missing") File.Delete(index);
        if (fault == "empty") File.WriteAllBytes(index, []);
        if (fault == "damaged") File.WriteAllBytes(index, bad);
        if (fault == "of another state of the segment") LogFile.Append(Path.Combine(log, "00000001.wglog"), SmallWorld.Spec).Dispose();
        await using (WorldLog opened = Open(log)) Assert.Equal(5, opened.AcceptedSteps);
        byte[] made = File.ReadAllBytes(index);
        Assert.Equal(good[24..^32], made[24..^32]);                // but for length and time of the segment, and the checksum
        Assert.NotNull(SegmentIndexFile.TryRead(Path.Combine(log, "00000001.wglog")));
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task The_segment_that_is_open_at_a_stop_gets_its_index_too()
    {
        await using (WorldLog log = Open(_folder.File("log"))) await log.AppendAsync([SmallWorld.Steps("a", 0, 5)], Gaps.Refused);
        Assert.Equal(5, SegmentIndexFile.TryRead(Path.Combine(_folder.File("log"), "00000001.wglog"))!.Steps);
    }

    public static Arbitrary<Sent> Pieces() => (
        from episode in Gen.Choose(0, 2)
        from start in Gen.Choose(0, 12)
        from count in Gen.Choose(1, 6)
        from ends in Gen.Choose(0, 5)
        from isSealed in Gen.Choose(0, 2)
        select new Sent(episode, start, count, ends == 0, isSealed == 0)).ToArbitrary();

    private static IEnumerable<Episode> Probes() =>
        from episode in Enumerable.Range(0, 3)
        from start in Enumerable.Range(0, 18)
        from flavour in new[] { 0.0, 1000.0 }
        select SmallWorld.Steps($"{episode}", start, start + 1, flavour);

    /// <summary>The steps that would be taken, or why none.</summary>
    private static string Answer(EpisodeIndex index, Episode probe)
    {
        int mark = index.Mark;
        try
        {
            return string.Join(',', index.Take(probe, Gaps.Refused).Select(piece => piece.FirstStep));
        }
        catch (ProblemException e)
        {
            return e.Message;
        }
        finally
        {
            index.RollBack(mark);
        }
    }

    private static EpisodeIndex Recall(TemporaryFolder folder, out long steps)
    {
        var index = new EpisodeIndex(rememberedSteps: 0);
        steps = new LogRecall(new SegmentFolder(folder.File("log"), SmallWorld.Spec), index, _ => { }).Run(0);      // gaps are told
        return index;
    }

    private async Task WriteAsync(string path, IEnumerable<Sent> sent)
    {
        await using WorldLog log = Open(path);
        foreach (Sent piece in sent)
        {
            try
            {
                await log.AppendAsync([SmallWorld.Steps($"{piece.Episode}", piece.From, piece.From + piece.Count, ending: piece.Ends ? Ending.TimeLimit : Ending.None)], Gaps.Taken);
            }
            catch (ProblemException)
            {
                // It does not go on from what is there: nothing of it is in the log.
            }

            if (piece.IsSealed) await log.SealAsync(default);
        }
    }

    private WorldLog Open(string path) => WorldLog.Open(path, SmallWorld.Spec, Remembered, _notices.Add);
}
