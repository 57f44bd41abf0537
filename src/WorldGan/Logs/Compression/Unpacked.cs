namespace WorldGan.Logs.Compression;

/// <summary>What a decompressor has made so far, which it also copies from. It grows with what is made, not with what a header promises.</summary>
/// <param name="most">Most bytes that may be made.</param>
internal sealed class Unpacked(int most)
{
    private byte[] _bytes = new byte[Math.Min(most, 1 << 16)];

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Count);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Count));
        Count += bytes.Length;
    }

    public void Fill(byte value, int length)
    {
        Grow(length);
        _bytes.AsSpan(Count, length).Fill(value);
        Count += length;
    }

    /// <summary>Copies what was made <paramref name="distance"/> bytes ago; where the two overlap it repeats.</summary>
    public void Repeat(int distance, int length)
    {
        if (distance <= 0 || distance > Count) throw new InvalidDataException("the compressed data point before their beginning");
        Grow(length);
        Span<byte> bytes = _bytes;
        for (int done = 0; done < length;)
        {
            int part = Math.Min(distance, length - done);
            bytes.Slice(Count - distance, part).CopyTo(bytes[Count..]);
            Count += part;
            done += part;
        }
    }

    private void Grow(int length)
    {
        if (length < 0 || length > most - Count) throw new InvalidDataException($"the compressed data hold more than the {most} bytes that they promise");
        if (Count + length > _bytes.Length) Array.Resize(ref _bytes, Math.Min(most, Math.Max(Count + length, (int)Math.Min(2L * _bytes.Length, int.MaxValue))));
    }
}
