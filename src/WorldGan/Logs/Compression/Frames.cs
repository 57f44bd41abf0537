namespace WorldGan.Logs.Compression;

/// <summary>What LZ4 and Zstandard share: frames one after the other, each behind its magic number, and frames of foreign content to be skipped between them (RFC 8878, section 3.1.2).</summary>
internal static class Frames
{
    private const uint FirstSkippable = 0x184D2A50;

    /// <summary>Unpacks what follows the magic number of a frame, to its end.</summary>
    public delegate void Frame(ref PackedBytes input, Unpacked output);

    /// <exception cref="InvalidDataException">The data are damaged, or hold more than <paramref name="most"/> bytes.</exception>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlySpan<byte> packed, int most, uint magic, string expected, Frame unpack)
    {
        var output = new Unpacked(most);
        var input = new PackedBytes(packed);
        while (!input.IsEmpty)
        {
            uint first = input.UInt32();
            if (first == magic) unpack(ref input, output);
            else if ((first & ~0xFu) == FirstSkippable) input.Take((int)Math.Min(input.UInt32(), int.MaxValue));
            else throw new InvalidDataException($"expected {expected}");
        }

        return output.Bytes;
    }
}
