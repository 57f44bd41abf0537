using WorldGan.Logs.Wglog;

namespace WorldGan.Logs.Mcap;

/// <summary>The bytes of a file from start to end, with their place and the checksum of all of them so far.</summary>
internal sealed class McapBytes(Stream stream)
{
    private readonly byte[] _skipped = new byte[1 << 16];

    /// <summary>Where the next byte stands.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public long Left => stream.Length - Offset;

    /// <summary>CRC-32 of the bytes so far.</summary>
    public uint Checksum { get; private set; }

    /// <summary>Reads as many bytes as there is room for; fewer only at the end of the file.</summary>
    public int Read(Span<byte> bytes)
    {
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Checksum = Crc32.Of(bytes[..count], Checksum);
        Offset += count;
        return count;
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            int part = Read(_skipped.AsSpan(0, (int)Math.Min(count, _skipped.Length)));
            if (part == 0) return;
            count -= part;
        }
    }
}
