namespace WorldGan.Logs.Mcap;

/// <summary>Tells an MCAP file from what else recorders write.</summary>
internal static class McapMagic
{
    private static ReadOnlySpan<byte> Zstandard => [0x28, 0xB5, 0x2F, 0xFD];

    /// <exception cref="LogFormatException">It is none; the message says what helps.</exception>
    public static void Expect(string path, FileStream stream)
    {
        Span<byte> start = stackalloc byte[16];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (start[..count].StartsWith(McapFormat.Magic)) return;
        throw new LogFormatException(new LogPlace(path, Offset: 0), $"expected an MCAP file, got {Describe(start[..count])}");
    }

    private static string Describe(ReadOnlySpan<byte> start) =>
        start.IsEmpty ? "an empty file."
        : start.StartsWith("SQLite format 3"u8) ? "a SQLite file. Of a rosbag2 with SQLite 'ros2 bag convert' makes one with MCAP (storage_id: mcap)."
        : start.StartsWith("#ROSBAG V"u8) ? "a bag of ROS 1, whose messages are not read. 'rosbags-convert' makes a rosbag2 of it."
        : start.StartsWith(Zstandard) ? "a file that was compressed with zstd. 'zstd -d' unpacks it."
        : start.StartsWith(McapFormat.Magic[..5]) ? "one of another version."
        : "something else.";
}
