using System.Buffers.Binary;
using System.Text;

namespace WorldGan.Logs.Messages;

/// <summary>
/// Reads the values of a message in plain CDR, version 1: numbers are aligned to their own size, counted from behind the four bytes that tell the byte order
/// (OMG DDS-XTypes 1.3, section 7.4.1; OMG DDSI-RTPS 2.5, section 10.2).
/// </summary>
internal ref struct CdrCursor
{
    private const int HeaderLength = 4;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _isBig;
    private int _position;

    /// <exception cref="InvalidDataException">It is not plain CDR.</exception>
    public CdrCursor(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength) throw new InvalidDataException("expected the four bytes that a message in CDR begins with");
        if (payload[0] != 0 || payload[1] > 1) throw new InvalidDataException($"expected plain CDR of version 1, got the encapsulation {payload[0]:x2} {payload[1]:x2}");
        _isBig = payload[1] == 0;
        _bytes = payload[HeaderLength..];
    }

    public double Number(FieldKind kind)
    {
        ReadOnlySpan<byte> bytes = Take(CdrSizes.Of(kind), 1);
        ulong bits = bytes.Length switch
        {
            1 => bytes[0],
            2 => _isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => _isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => _isBig ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
        return kind switch
        {
            FieldKind.SByte => (sbyte)bits,
            FieldKind.Int16 => (short)bits,
            FieldKind.Int32 => (int)bits,
            FieldKind.Int64 => (long)bits,
            FieldKind.Float32 => BitConverter.UInt32BitsToSingle((uint)bits),
            FieldKind.Float64 => BitConverter.UInt64BitsToDouble(bits),
            _ => bits,
        };
    }

    /// <summary>The length of a list, or of a text with the zero behind it.</summary>
    public uint Length() => (uint)Number(FieldKind.UInt32);

    /// <summary>Text without the zero at its end.</summary>
    public string Text() => Encoding.UTF8.GetString(TextBytes());

    public void SkipText() => TextBytes();

    /// <summary>Skips numbers of one size.</summary>
    public void Skip(int size, uint count)
    {
        if (count > 0) Take(size, count);
    }

    private ReadOnlySpan<byte> TextBytes()
    {
        ReadOnlySpan<byte> text = Take(1, Length());
        return text.EndsWith((byte)0) ? text[..^1] : text;
    }

    private ReadOnlySpan<byte> Take(int size, uint count)
    {
        int start = (_position + size - 1) / size * size;
        if (start > _bytes.Length || (long)size * count > _bytes.Length - start) throw new InvalidDataException("the message is shorter than its definition");
        _position = start + size * (int)count;
        return _bytes.Slice(start, size * (int)count);
    }
}

/// <summary>Sizes of numbers in bytes.</summary>
internal static class CdrSizes
{
    /// <summary>The size, or 0 where it is no number.</summary>
    public static int Of(FieldKind kind) => kind switch
    {
        FieldKind.Bool or FieldKind.Byte or FieldKind.SByte => 1,
        FieldKind.Int16 or FieldKind.UInt16 => 2,
        FieldKind.Int32 or FieldKind.UInt32 or FieldKind.Float32 => 4,
        FieldKind.Int64 or FieldKind.UInt64 or FieldKind.Float64 => 8,
        _ => 0,
    };
}
