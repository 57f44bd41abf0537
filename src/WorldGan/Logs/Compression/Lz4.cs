namespace WorldGan.Logs.Compression;

/// <summary>
/// Decompresses LZ4 frames (LZ4 Frame Format 1.6.3 and LZ4 Block Format, github.com/lz4/lz4/tree/dev/doc). Their xxHash checksums are not
/// checked: what holds such frames has a checksum of its own.
/// </summary>
internal static class Lz4
{
    private const uint Magic = 0x184D2204, Uncompressed = 1u << 31;

    /// <exception cref="InvalidDataException">The data are damaged, or hold more than <paramref name="most"/> bytes.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlySpan<byte> packed, int most) => Frames.Unpack(packed, most, Magic, "an LZ4 frame", UnpackFrame);

    private static void UnpackFrame(ref PackedBytes input, Unpacked output)
    {
        byte flags = input.Byte();
        if (flags >> 6 != 1) throw new InvalidDataException("expected version 1 of the LZ4 frame format");
        if ((flags & 1) != 0) throw new InvalidDataException("an LZ4 frame needs a dictionary");
        input.Take(1 + ((flags & 8) != 0 ? 8 : 0) + 1);             // largest block, length of the content, checksum of the header
        while (input.UInt32() is not 0 and uint size)
        {
            ReadOnlySpan<byte> block = input.Take((int)(size & ~Uncompressed));
            if ((size & Uncompressed) != 0) output.Add(block);
            else UnpackBlock(block, output);
            if ((flags & 16) != 0) input.Take(4);
        }

        if ((flags & 4) != 0) input.Take(4);
    }

    /// <summary>A block is sequences of some bytes as they are, and some that were there before; the last has none of the latter.</summary>
    private static void UnpackBlock(ReadOnlySpan<byte> block, Unpacked output)
    {
        const int ShortestMatch = 4;
        var input = new PackedBytes(block);
        while (!input.IsEmpty)
        {
            byte token = input.Byte();
            output.Add(input.Take(Length(ref input, token >> 4)));
            if (input.IsEmpty) return;
            int distance = input.Byte() | input.Byte() << 8;
            output.Repeat(distance, Length(ref input, token & 15) + ShortestMatch);
        }
    }

    /// <summary>15 goes on in further bytes, up to one that is not 255.</summary>
    private static int Length(ref PackedBytes input, int length)
    {
        if (length < 15) return length;
        byte more;
        do
        {
            more = input.Byte();
            length += more;
        }
        while (more == 255);
        return length;
    }
}
