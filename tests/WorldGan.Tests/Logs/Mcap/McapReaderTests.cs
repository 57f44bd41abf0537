using WorldGan.Logs;
using WorldGan.Logs.Mcap;

namespace WorldGan.Tests.Logs.Mcap;

public class McapReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_are_read_in_chunks_and_outside_of_them(bool chunked)
    {
        var (messages, notices) = Read(Three(chunked).Whole());
        Assert.Equal(["/a 1 {\"x\":1}", "/b 2 {\"y\":2}", "/a 3 {\"x\":3}"], messages);
        Assert.Empty(notices);
    }

    [Fact]
    public void Attachments_indexes_and_private_records_are_skipped()
    {
        McapWriter file = Three(chunked: false);
        foreach (byte kind in new byte[] { 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x42, 0x80, 0xFF }) file.Record(kind, [1, 2, 3]);
        file.Json(1, 4, "{}");
        var (messages, notices) = Read(file.Whole());
        Assert.Equal(4, messages.Length);
        Assert.Empty(notices);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_anywhere_a_file_gives_what_is_whole_and_says_what_is_lost(bool chunked)
    {
        byte[] whole = Three(chunked).Whole();
        string[] all = Read(whole).Messages;
        int recordsEnd = Three(chunked).Length;
        for (int length = 8; length < recordsEnd; length++)
        {
            var (messages, notices) = Read(whole[..length]);
            Assert.Equal(all[..messages.Length], messages);
            string notice = Assert.Single(notices);
            Assert.Matches($@"^a\.mcap\(byte [0-9]+\): (The last [0-9]+ bytes are no whole record: the file is cut off|The file ends without a footer)", notice);
        }

        Assert.Empty(Read(whole[..recordsEnd]).Messages.Except(all));
    }

    [Fact]
    public void Of_a_chunk_that_is_cut_off_the_whole_messages_are_read()
    {
        var file = new McapWriter();
        file.BeginChunk();
        ushort channel = file.Channel("/a");
        for (int i = 1; i <= 3; i++) file.Json(channel, i, $"{{\"x\":{i}}}");
        file.EndChunk();
        byte[] torn = file.Torn();
        Assert.Equal(["/a 1 {\"x\":1}", "/a 2 {\"x\":2}"], Read(torn[..^1]).Messages);
        Assert.Equal(3, Read(torn).Messages.Length);
    }

    [Fact]
    public void A_chunk_with_any_flipped_bit_is_skipped_and_the_next_one_is_read()
    {
        var file = new McapWriter();
        ushort channel = file.Channel("/a");
        int start = file.Length;
        file.BeginChunk();
        file.Json(channel, 1, "{\"x\":1}");
        file.EndChunk();
        int end = file.Length;
        file.BeginChunk();
        file.Json(channel, 2, "{\"x\":2}");
        file.EndChunk();
        byte[] whole = file.Whole(checksum: 0);
        const int recordsAt = 9 + 8 + 8 + 8 + 4 + 4 + 8;
        for (int at = start + recordsAt; at < end; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x10;
            var (messages, notices) = Read(flipped);
            Assert.Equal(["/a 2 {\"x\":2}"], messages);
            Assert.Equal([$"a.mcap(byte {start}): A chunk of {end - start - 9} bytes is damaged and was skipped: its checksum is wrong."], notices);
        }
    }

    [Fact]
    public void A_wrong_checksum_of_the_whole_file_is_told() =>
        Assert.Contains("The checksum of the whole file is wrong", Assert.Single(Read(Three(chunked: false).Whole(checksum: 7)).Notices), StringComparison.Ordinal);

    [Fact]
    public void A_message_of_a_channel_that_is_not_there_is_skipped()
    {
        McapWriter file = Three(chunked: true);
        file.Json(77, 4, "{}");
        Assert.Contains("A record of kind 5 is damaged and was skipped: its channel 77 is not in the file.", Assert.Single(Read(file.Whole()).Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_compression_is_refused_with_what_helps()
    {
        var file = new McapWriter();
        file.BeginChunk();
        file.EndChunk("snappy");
        string fault = Assert.Throws<LogFormatException>(() => Read(file.Whole())).Message;
        Assert.Contains("a.mcap(byte 36): expected chunks that are not compressed, or with lz4 or zstd, got 'snappy'. 'mcap compress", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("SQLite format 3\0", "ros2 bag convert")]
    [InlineData("#ROSBAG V2.0\n", "rosbags-convert")]
    [InlineData("PK", "something else")]
    public void What_is_no_such_file_is_refused_with_what_helps(string start, string expected) =>
        Assert.Contains(expected, Assert.Throws<LogFormatException>(() => Read(System.Text.Encoding.ASCII.GetBytes(start))).Message, StringComparison.Ordinal);

    private static McapWriter Three(bool chunked)
    {
        var file = new McapWriter();
        if (chunked) file.BeginChunk();
        ushort a = file.Channel("/a"), b = file.Channel("/b");
        file.Json(a, 1, "{\"x\":1}");
        file.Json(b, 2, "{\"y\":2}");
        if (chunked) file.EndChunk();
        file.Json(a, 3, "{\"x\":3}");
        return file;
    }

    private static (string[] Messages, string[] Notices) Read(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.mcap"), bytes);
        var notices = new List<string>();
        string[] messages = [.. new McapReader(folder.File("a.mcap"), notice => notices.Add(Path.GetFileName(notice.ToString()))).Read()
            .Select(m => $"{m.Channel.Topic} {m.LogTime / 1_000_000_000} {System.Text.Encoding.UTF8.GetString(m.Payload.Span)}")];
        return (messages, [.. notices]);
    }
}
