using FsCheck.Xunit;
using MessagePack;
using WorldGan.Logs;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;
using static WorldGan.Tests.Logs.LogWorlds;

namespace WorldGan.Tests.Logs.Wglog;

public class WglogDamageTests
{
    private static readonly Episode[] Three = [CartEpisode("a", 2), CartEpisode("b", 5, Ending.TimeLimit), CartEpisode("c", 1, Ending.None)];

    [Fact]
    public void Torn_at_any_byte_the_whole_records_before_are_read_and_the_loss_is_reported()
    {
        using var log = new DamagedLog(Three);
        for (int length = 1; length < log.Bytes.Length; length++)
        {
            long[] whole = [.. log.Offsets.Where(o => o.End <= length).Select(o => o.End)];
            if (whole.Length == 0)
            {
                Assert.Throws<LogFormatException>(() => log.Read(log.Bytes[..length]));
                continue;
            }

            (Episode[] episodes, LogNotice[] notices) = log.Read(log.Bytes[..length]);
            Assert.Equal(Show(Three.Take(whole.Length - 1)), Show(episodes));
            if (whole[^1] == length) Assert.Empty(notices);
            else Assert.Equal((LogNoticeKind.TornTail, whole[^1]), (Assert.Single(notices).Kind, notices[0].Place.Offset));
        }
    }

    [Property(MaxTest = 300)]
    public void Whatever_bytes_change_the_other_records_are_read_and_the_loss_is_reported(int at, byte value, byte[] garbage)
    {
        using var log = new DamagedLog(Three);
        int place = (int)((uint)at % (uint)log.Bytes.Length);
        byte[] damaged = [.. log.Bytes];
        damaged[place] ^= (byte)(value | 1);
        for (int i = 0; i < garbage.Length && place + 1 + i < damaged.Length; i++) damaged[place + 1 + i] = garbage[i];

        (Episode[] episodes, LogNotice[] notices) = log.Read(damaged);
        int last = Math.Min(damaged.Length - 1, place + garbage.Length);
        string[] untouched = Show(Three.Where((_, i) => log.Offsets[i + 1].End <= place || log.Offsets[i + 1].Start > last));
        Assert.Equal(untouched, Show(episodes));
        Assert.Contains(notices, n => n.Kind is LogNoticeKind.Damage or LogNoticeKind.TornTail or LogNoticeKind.UnknownRecord && n.Place.Offset <= place);
    }

    /// <summary>The checksum is one of the payload: it does not see a wrong kind.</summary>
    [Fact]
    public void A_wrong_kind_costs_its_record_alone_and_the_loss_is_reported()
    {
        using var log = new DamagedLog(Three);
        for (int record = 0; record < log.Offsets.Length; record++)
            for (int kind = 0; kind < 256; kind++)
            {
                byte[] damaged = [.. log.Bytes];
                if (damaged[log.Offsets[record].Start + 1] == kind) continue;
                damaged[log.Offsets[record].Start + 1] = (byte)kind;
                (Episode[] episodes, LogNotice[] notices) = log.Read(damaged);
                Assert.Equal(Show(Three.Where((_, i) => i != record - 1)), Show(episodes));
                Assert.Equal(log.Offsets[record].Start, notices[0].Place.Offset);
            }
    }

    [Property]
    public void Garbage_between_two_records_costs_neither(byte[] garbage)
    {
        using var log = new DamagedLog(Three);
        long cut = log.Offsets[1].End;
        (Episode[] episodes, LogNotice[] notices) = log.Read([.. log.Bytes[..(int)cut], .. garbage, .. log.Bytes[(int)cut..]]);
        Assert.Equal(Show(Three), Show(episodes));
        if (garbage.Length > 0) Assert.Equal(new LogPlace(log.Path, Offset: cut), Assert.Single(notices).Place);
    }

    [Fact]
    public void What_is_appended_behind_a_torn_record_is_read()
    {
        using var log = new DamagedLog(Three);
        byte[] torn = log.Bytes[..^3];
        File.WriteAllBytes(log.Path, torn);
        using (LogWriter writer = LogFile.Append(log.Path, Cart)) writer.Write(CartEpisode("d", 4));

        Assert.Equal(torn, File.ReadAllBytes(log.Path)[..torn.Length]);
        (Episode[] episodes, LogNotice[] notices) = log.Read(File.ReadAllBytes(log.Path));
        Assert.Equal(Show([Three[0], Three[1], CartEpisode("d", 4)]), Show(episodes));
        Assert.Equal($"{log.Path}(byte {log.Offsets[3].Start}): {torn.Length - log.Offsets[3].Start} bytes are damaged and were skipped.", Assert.Single(notices).ToString());
    }

    [Fact]
    public void A_length_that_lies_hides_no_later_record()
    {
        using var log = new DamagedLog([.. Enumerable.Range(0, 40).Select(i => CartEpisode($"e{i}", 300))]);
        byte[] damaged = [.. log.Bytes];
        int record = (int)log.Offsets[1].Start;
        Assert.Equal(0xc5, damaged[record + 2]);                    // bin 16
        damaged[record + 2] = 0xc6;                                 // bin 32: the length now has two bytes of the payload in it
        (Episode[] episodes, LogNotice[] notices) = log.Read(damaged);
        Assert.Equal(39, episodes.Length);
        Assert.Equal(LogNoticeKind.Damage, Assert.Single(notices).Kind);
    }

    [Fact]
    public void Records_larger_than_the_buffer_are_read_also_behind_damage()
    {
        var log = new RecordsOf(Cart);
        double[] Column() => [.. Enumerable.Range(0, 200_001).Select(t => t + 0.1)];
        log.Add(WglogFormat.BlockKind, (ref MessagePackWriter w) => WriteBlock(ref w, Column()));
        log.AddBytes([0x93, 0x01, 0xc6, 0x00, 0xff, 0xff, 0xff, 0x93, 0x02, 0xc6, 0xff, 0xff, 0xff, 0xff]);
        for (int i = 0; i < 4; i++) log.Add(WglogFormat.BlockKind, (ref MessagePackWriter w) => WriteBlock(ref w, Column()));
        (Episode[] episodes, string[] notices) = log.Read(Cart);
        Assert.Equal(5, episodes.Count(e => e.Count == 200_000 && e.States[^1] == 200_000.1));
        Assert.EndsWith("14 bytes are damaged and were skipped.", Assert.Single(notices), StringComparison.Ordinal);
    }

    private static void WriteBlock(ref MessagePackWriter writer, double[] column)
    {
        writer.WriteArrayHeader(6);
        writer.Write("a");
        writer.Write(0);
        writer.WriteArrayHeader(2);
        for (int i = 0; i < 2; i++) Write(ref writer, column);
        writer.WriteArrayHeader(column.Length - 1);
        for (int t = 1; t < column.Length; t++) writer.Write(t % 2);
        Write(ref writer, column[1..]);
        writer.Write(1);
    }

    private static void Write(ref MessagePackWriter writer, double[] numbers)
    {
        writer.WriteArrayHeader(numbers.Length);
        foreach (double number in numbers) writer.Write(number);
    }

    [Fact]
    public void Without_its_header_a_log_is_read_and_the_loss_is_reported()
    {
        using var log = new DamagedLog(Three);
        (Episode[] episodes, LogNotice[] notices) = log.Read(log.Bytes[4..]);
        Assert.Equal(Show(Three), Show(episodes));
        Assert.Equal(2, notices.Length);
        Assert.Contains("The header is lost", notices[1].Message);
    }

    /// <summary>A log of Cart, the places of its records, and a way to read other bytes in its stead.</summary>
    private sealed class DamagedLog : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public DamagedLog(IReadOnlyList<Episode> episodes)
        {
            LogFile.Write(Path, Cart, episodes);
            Bytes = File.ReadAllBytes(Path);
            Offsets = FindOffsets();
        }

        public string Path => _folder.File("a.wglog");

        public byte[] Bytes { get; }

        public (long Start, long End)[] Offsets { get; }

        public (Episode[] Episodes, LogNotice[] Notices) Read(byte[] bytes)
        {
            File.WriteAllBytes(Path, bytes);
            var notices = new List<LogNotice>();
            return ([.. LogFile.Read(Path, Cart, notices.Add)], [.. notices]);
        }

        public void Dispose() => _folder.Dispose();

        private (long Start, long End)[] FindOffsets()
        {
            var starts = new List<long>();
            var records = new WglogRecords(new MemoryStream(Bytes), Path, report: null);
            while (records.TryRead(out WglogRecord record)) starts.Add(record.Offset);
            return [.. starts.Select((s, i) => (s, i + 1 < starts.Count ? starts[i + 1] : Bytes.Length))];
        }
    }
}
