namespace WorldGan.Logs.Compression;

/// <summary>
/// Decompresses Zstandard frames (RFC 8878). Their xxHash checksums are not checked: what holds such frames has a checksum of its own.
/// Dictionaries are refused.
/// </summary>
internal static class Zstandard
{
    private const uint Magic = 0xFD2FB528;

    /// <exception cref="InvalidDataException">The data are damaged, or hold more than <paramref name="most"/> bytes.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlySpan<byte> packed, int most) => Frames.Unpack(packed, most, Magic, "a Zstandard frame", UnpackFrame);

    private static void UnpackFrame(ref PackedBytes input, Unpacked output)
    {
        bool hasChecksum = SkipHeader(ref input);
        var blocks = new ZstandardBlocks(output);
        for (bool isLast = false; !isLast;)
        {
            int header = input.Byte() | input.Byte() << 8 | input.Byte() << 16, size = header >> 3;
            isLast = (header & 1) != 0;
            switch (header >> 1 & 3)
            {
                case 0: output.Add(input.Take(size)); break;
                case 1: output.Fill(input.Byte(), size); break;
                case 2: blocks.Unpack(input.Take(size)); break;
                default: throw new InvalidDataException("a block is of a kind that is not known");
            }
        }

        if (hasChecksum) input.Take(4);
    }

    /// <summary>The sizes of window and content are not needed: the output is kept whole, and grows as it comes.</summary>
    private static bool SkipHeader(ref PackedBytes input)
    {
        byte flags = input.Byte();
        bool isSingle = (flags & 0x20) != 0;
        if ((flags & 8) != 0) throw new InvalidDataException("a reserved bit of a frame is set");
        if (!isSingle) input.Byte();
        ReadOnlySpan<byte> dictionary = input.Take((flags & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 });
        if (dictionary.ContainsAnyExcept((byte)0)) throw new InvalidDataException("a frame needs a dictionary");
        input.Take((flags >> 6) switch { 0 => isSingle ? 1 : 0, 1 => 2, 2 => 4, _ => 8 });
        return (flags & 4) != 0;
    }
}
