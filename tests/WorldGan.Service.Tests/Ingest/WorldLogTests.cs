using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Service.Ingest;
using WorldGan.Tests;
using WorldGan.Worlds;

namespace WorldGan.Service.Tests.Ingest;

public sealed class WorldLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Deliveries_at_the_same_time_are_all_there_once()
    {
        await using WorldLog log = Open();
        Receipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => log.AppendAsync([SmallWorld.Steps($"{i % 100}", 0, 7)], Gaps.Refused))));
        Assert.Equal(700, log.AcceptedSteps);
        Assert.Equal(700, receipts.Sum(receipt => receipt.Accepted));
        Assert.Equal(700, receipts.Sum(receipt => receipt.Known));
        Assert.Equal(100, (await ReadBack(log)).Length);
    }

    [Fact]
    public async Task Who_waits_for_steps_is_told_when_they_are_there()
    {
        await using WorldLog log = Open();
        Task five = log.WaitUntilAsync(5, default), six = log.WaitUntilAsync(6, default);
        await log.AppendAsync([SmallWorld.Steps("a", 0, 5)], Gaps.Refused);
        await five;
        Assert.False(six.IsCompleted);
        await log.AppendAsync([SmallWorld.Steps("a", 5, 6)], Gaps.Refused);
        await six;
        await log.WaitUntilAsync(1, default);
        using var cancelled = new CancellationTokenSource();
        Task never = log.WaitUntilAsync(7, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }

    [Fact]
    public async Task Sealed_segments_never_change_and_new_steps_go_to_a_new_one()
    {
        await using WorldLog log = Open();
        Assert.Empty(await log.SealAsync(default));
        await log.AppendAsync([SmallWorld.Steps("a", 0, 5)], Gaps.Refused);
        string first = Assert.Single(await log.SealAsync(default));
        byte[] before = File.ReadAllBytes(first);
        Assert.Single(await log.SealAsync(default));
        await log.AppendAsync([SmallWorld.Steps("a", 5, 8)], Gaps.Refused);
        Assert.Equal(2, (await log.SealAsync(default)).Count);
        Assert.Equal(before, File.ReadAllBytes(first));
    }

    [Fact]
    public async Task A_delivery_that_waits_when_the_service_stops_is_written_and_a_later_one_refused()
    {
        WorldLog log = Open();
        Task<Receipt> delivery = log.AppendAsync([SmallWorld.Steps("a", 0, 5)], Gaps.Refused);
        await log.DisposeAsync();
        Assert.Equal(5, (await delivery).Accepted);
        Assert.Equal(503, (await Assert.ThrowsAsync<ProblemException>(() => log.AppendAsync([SmallWorld.Steps("a", 5, 6)], Gaps.Refused))).Status);
    }

    [Fact]
    public async Task A_torn_end_is_told_and_what_was_torn_off_can_be_sent_again()
    {
        string segment = await WriteAsync([SmallWorld.Steps("a", 0, 5)], [SmallWorld.Steps("a", 5, 9)]);
        byte[] bytes = File.ReadAllBytes(segment);
        File.WriteAllBytes(segment, bytes[..^20]);
        await using WorldLog log = Open();
        Assert.Contains("no whole record", Assert.Single(_notices));
        Assert.Equal(5, log.AcceptedSteps);
        Assert.Equal(new Receipt(4, 5), await log.AppendAsync([SmallWorld.Steps("a", 0, 9)], Gaps.Refused));
        Assert.Equal(9, (await ReadBack(log, isDamaged: true)).Sum(piece => piece.Count));
    }

    [Fact]
    public async Task What_is_lost_in_the_middle_can_be_sent_again_and_only_that_is_taken()
    {
        string segment = await WriteAsync([SmallWorld.Steps("a", 0, 5)], [SmallWorld.Steps("a", 5, 9)], [SmallWorld.Steps("a", 9, 12)]);
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(segment, bytes);
        await using WorldLog log = Open();
        long there = log.AcceptedSteps;
        Assert.InRange(there, 7, 9);
        Receipt receipt = await log.AppendAsync([SmallWorld.Steps("a", 0, 12)], Gaps.Refused);
        Assert.Equal(12 - there, receipt.Accepted);
        var steps = (await ReadBack(log, isDamaged: true)).SelectMany(piece => Enumerable.Range(piece.FirstStep, piece.Count)).Order();
        Assert.Equal(Enumerable.Range(0, 12), steps);
    }

    [Fact]
    public async Task A_log_of_another_world_is_no_log_of_this_one()
    {
        await WriteAsync([SmallWorld.Steps("a", 0, 5)]);
        WorldSpec other = SmallWorld.Spec with { Actions = [new ActionSpec("up"), new ActionSpec("down")] };
        Assert.Throws<LogFormatException>(() => WorldLog.Open(_folder.File("log"), other, 100, _notices.Add));
    }

    /// <summary>A disk of one megabyte: some deliveries find room and some do not. When there is room again it goes on, and nothing is missing, doubled or damaged.</summary>
    [SkippableFact]
    public async Task A_full_disk_refuses_steps_and_harms_none()
    {
        using var disk = new SmallDisk(kilobytes: 1024);
        disk.Fill(800_000);
        await using WorldLog log = WorldLog.Open(Path.Combine(disk.Path, "log"), SmallWorld.Spec, 100, _notices.Add);
        var refused = new Queue<Episode>();
        for (int i = 0; i < 30; i++)
        {
            foreach (Episode episode in new[] { SmallWorld.Steps($"long {i}", 0, 1 + 40 * i), SmallWorld.Steps($"short {i}", 0, 3) })
            {
                try
                {
                    await log.AppendAsync([episode], Gaps.Refused);
                    Assert.Null(log.Fault);
                }
                catch (ProblemException e) when (e.Status == 507)
                {
                    refused.Enqueue(episode);
                    Assert.NotNull(log.Fault);
                }
            }
        }

        Assert.InRange(refused.Count, 3, 57);
        Assert.Equal(60 - refused.Count, (await ReadBack(log)).Length);
        disk.Free();
        foreach (Episode episode in refused) Assert.Equal(new Receipt(episode.Count, 0), await log.AppendAsync([episode], Gaps.Refused));
        Episode[] back = await ReadBack(log);
        Assert.Equal(60, back.Length);
        Assert.All(back, piece => Assert.Equal(SmallWorld.Steps(piece.Id, 0, piece.Id.StartsWith("short", StringComparison.Ordinal) ? 3 : 1 + 40 * int.Parse(piece.Id[5..], null)), piece, EpisodeComparer.Instance));
        Assert.All(_notices, notice => Assert.StartsWith("Expected room", notice));
    }

    /// <summary>Who waits until the service is ready sends nothing, and who sends again what is there tells nothing of the disk.</summary>
    [SkippableFact]
    public async Task A_log_that_could_not_be_written_recovers_when_there_is_room_and_not_before()
    {
        using var disk = new SmallDisk(kilobytes: 1024);
        await using WorldLog log = WorldLog.Open(Path.Combine(disk.Path, "log"), SmallWorld.Spec, 100, _notices.Add);
        await log.AppendAsync([SmallWorld.Steps("a", 0, 3)], Gaps.Refused);
        disk.Fill();
        await Assert.ThrowsAsync<ProblemException>(() => log.AppendAsync([SmallWorld.Steps("b", 0, 3000)], Gaps.Refused));
        Assert.Equal(new Receipt(0, 3), await log.AppendAsync([SmallWorld.Steps("a", 0, 3)], Gaps.Refused));
        Assert.NotNull(log.Fault);
        await log.RecoverAsync();
        Assert.NotNull(log.Fault);
        disk.Free();
        await Task.WhenAll(log.RecoverAsync(), log.RecoverAsync());
        Assert.Null(log.Fault);
        Assert.Equal(["00000001.wglog"], Directory.GetFiles(Path.Combine(disk.Path, "log")).Select(Path.GetFileName));
        await log.AppendAsync([SmallWorld.Steps("b", 0, 3000)], Gaps.Refused);
    }

    [Fact]
    public async Task Steps_that_cannot_be_written_leave_nothing_for_those_after_them()
    {
        await using (WorldLog log = Open())
        {
            Episode wrong = SmallWorld.Steps("wrong", 0, 3) with { Actions = [0, 9, 0] };
            await log.AppendAsync([SmallWorld.Steps("a", 0, 3)], Gaps.Refused);
            await Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync([SmallWorld.Steps("b", 0, 3), wrong], Gaps.Refused));
            await log.AppendAsync([SmallWorld.Steps("c", 0, 3)], Gaps.Refused);
            Assert.Equal(["a", "c"], (await ReadBack(log)).Select(piece => piece.Id));
        }

        Assert.Single(_notices);
    }

    private WorldLog Open() => WorldLog.Open(_folder.File("log"), SmallWorld.Spec, 100, _notices.Add);

    /// <summary>Writes deliveries one after the other, and gives the only segment.</summary>
    private async Task<string> WriteAsync(params Episode[][] deliveries)
    {
        await using WorldLog log = Open();
        foreach (Episode[] pieces in deliveries) await log.AppendAsync(pieces, Gaps.Refused);
        return Assert.Single(await log.SealAsync(default));
    }

    private static async Task<Episode[]> ReadBack(WorldLog log, bool isDamaged = false) =>
        [.. (await log.SealAsync(default)).SelectMany(segment => LogFile.Read(segment, SmallWorld.Spec, notice => Assert.True(isDamaged, notice.ToString())))];
}
