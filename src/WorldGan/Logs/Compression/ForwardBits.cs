namespace WorldGan.Logs.Compression;

/// <summary>Bits from the first byte on, the lowest of each byte first.</summary>
internal ref struct ForwardBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly int BytesRead => (_position + 7) / 8;

    public int Read(int count)
    {
        if (_position + count > 8L * _bytes.Length) throw new InvalidDataException("the compressed data are cut off");
        int value = 0;
        for (int i = 0; i < count; i++, _position++) value |= (_bytes[_position >> 3] >> (_position & 7) & 1) << i;
        return value;
    }
}
