using System.Buffers.Binary;
using System.Numerics;

namespace WorldGan.Logs.Compression;

/// <summary>Bits from the last byte back: they end with a 1 that is no part of them (RFC 8878, section 4.1).</summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> _bytes;
    private long _left;                                    // below 0: bits that were read beyond the beginning, as zeros

    public BackwardBits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[^1] == 0) throw new InvalidDataException("a stream of bits has no end");
        _bytes = bytes;
        _left = 8L * (bytes.Length - 1) + BitOperations.Log2(bytes[^1]);
    }

    /// <summary>Bits that are left.</summary>
    public readonly long Left => _left;

    /// <summary>The next bits as a number, the first of them the highest.</summary>
    /// <param name="count">0 to 32.</param>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public uint Read(int count)
    {
        uint value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>The next bits; zeros follow on the last one.</summary>
    public readonly uint Peek(int count)
    {
        long low = _left - count;
        int missing = (int)Math.Max(0, -low);
        if (missing >= count) return 0;
        low = Math.Max(0, low);
        ulong window = Window((int)(low >> 3)) >> (int)(low & 7);
        return (uint)((window & (1UL << count - missing) - 1) << missing);
    }

    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public void Skip(int count)
    {
        _left -= count;
        if (_left < 0) throw new InvalidDataException("a stream of bits is cut off");
    }

    /// <exception cref="InvalidDataException">Bits are left over.</exception>
    public readonly void ExpectEnd()
    {
        if (_left != 0) throw new InvalidDataException("a stream of bits goes on beyond its end");
    }

    private readonly ulong Window(int from)
    {
        ReadOnlySpan<byte> bytes = _bytes[from..];
        if (bytes.Length >= 8) return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong window = 0;
        for (int i = 0; i < bytes.Length; i++) window |= (ulong)bytes[i] << 8 * i;
        return window;
    }
}
