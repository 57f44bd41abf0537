using WorldGan.Logs.Compression;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;

namespace WorldGan.Logs.Mcap;

/// <summary>Records that were packed together.</summary>
internal static class McapChunk
{
    /// <summary>The records.</summary>
    /// <param name="chunk">The content of a chunk record.</param>
    /// <param name="place">Where it stands.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="LogFormatException">It is packed in a way that is not known.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> chunk, LogPlace place)
    {
        var fields = new McapFields(chunk.Span);
        fields.Take(16);                                   // the times of the first and the last message
        ulong length = fields.UInt64();
        uint checksum = fields.UInt32();
        string compression = fields.Text();
        ulong packed = fields.UInt64();
        int start = fields.Position;
        fields.Take(packed);
        if (length > McapFormat.MostBytes) throw new InvalidDataException($"expected at most {McapFormat.MostBytes} bytes, got {length}");

        ReadOnlyMemory<byte> records = Unpack(compression, chunk.Slice(start, (int)packed), (int)length, place);
        if ((ulong)records.Length != length) throw new InvalidDataException($"expected {length} bytes, got {records.Length}");
        if (checksum != 0 && Crc32.Of(records.Span) != checksum) throw new InvalidDataException("its checksum is wrong");
        return records;
    }

    /// <summary>The records of a chunk that the end of the file cuts off; none where it is compressed, for then nothing says what is whole.</summary>
    public static ReadOnlyMemory<byte> Torn(ReadOnlyMemory<byte> chunk)
    {
        const int EmptyHead = 8 + 8 + 8 + 4 + 4 + 8;
        if (chunk.Length <= EmptyHead) return default;
        var fields = new McapFields(chunk.Span);
        fields.Take(8 + 8 + 8 + 4);
        return fields.UInt32() == 0 ? chunk[EmptyHead..] : default;
    }

    private static ReadOnlyMemory<byte> Unpack(string compression, ReadOnlyMemory<byte> packed, int length, LogPlace place) => compression switch
    {
        "" => packed,
        "lz4" => Lz4.Unpack(packed.Span, length),
        "zstd" => Zstandard.Unpack(packed.Span, length),
        _ => throw new LogFormatException(place, $"expected chunks that are not compressed, or with lz4 or zstd, got '{Excerpt.Of(compression)}'. 'mcap compress --compression lz4' of the MCAP tools makes such a file of it."),
    };
}
