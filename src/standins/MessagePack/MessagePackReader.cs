using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MessagePack;

/// <summary>
/// Reads MessagePack values one after the other. Too few bytes are an <see cref="EndOfStreamException"/>, another type than asked for is a
/// <see cref="MessagePackSerializationException"/>, an integer that does not fit is an <see cref="OverflowException"/>.
/// </summary>
internal ref struct MessagePackReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _span;
    private int _position;

    public MessagePackReader(ReadOnlyMemory<byte> memory)
    {
        _memory = memory;
        _span = memory.Span;
    }

    public readonly long Consumed => _position;

    public readonly bool End => _position == _span.Length;

    public readonly byte NextCode => _position < _span.Length ? _span[_position] : throw new EndOfStreamException();

    public readonly MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    public readonly bool IsNil => NextCode == MessagePackCode.Nil;

    public bool TryReadNil()
    {
        if (!IsNil) return false;
        _position++;
        return true;
    }

    public bool ReadBoolean()
    {
        byte code = Take(1)[0];
        return code is MessagePackCode.True or MessagePackCode.False ? code == MessagePackCode.True : throw Unexpected(code);
    }

    public int ReadInt32() => checked((int)ReadInt64());

    public uint ReadUInt32() => checked((uint)ReadInt64());

    public long ReadInt64()
    {
        byte code = NextCode;
        if (code <= MessagePackCode.MaxFixInt || code >= MessagePackCode.MinNegativeFixInt)
        {
            _position++;
            return (sbyte)code;
        }

        return code switch
        {
            MessagePackCode.UInt8 => TakeValue(1)[0],
            MessagePackCode.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(TakeValue(2)),
            MessagePackCode.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(TakeValue(4)),
            MessagePackCode.UInt64 => checked((long)BinaryPrimitives.ReadUInt64BigEndian(TakeValue(8))),
            MessagePackCode.Int8 => (sbyte)TakeValue(1)[0],
            MessagePackCode.Int16 => BinaryPrimitives.ReadInt16BigEndian(TakeValue(2)),
            MessagePackCode.Int32 => BinaryPrimitives.ReadInt32BigEndian(TakeValue(4)),
            MessagePackCode.Int64 => BinaryPrimitives.ReadInt64BigEndian(TakeValue(8)),
            _ => throw Unexpected(code),
        };
    }

    public double ReadDouble() => NextCode switch
    {
        MessagePackCode.Float64 => BinaryPrimitives.ReadDoubleBigEndian(TakeValue(8)),
        MessagePackCode.Float32 => BinaryPrimitives.ReadSingleBigEndian(TakeValue(4)),
        MessagePackCode.UInt64 => BinaryPrimitives.ReadUInt64BigEndian(TakeValue(8)),
        _ => ReadInt64(),
    };

    public string? ReadString()
    {
        if (TryReadNil()) return null;
        return Encoding.UTF8.GetString(Take(StringLength()));
    }

    public ReadOnlySequence<byte>? ReadBytes()
    {
        if (TryReadNil()) return null;
        uint length = NextCode switch
        {
            MessagePackCode.Bin8 => TakeValue(1)[0],
            MessagePackCode.Bin16 => BinaryPrimitives.ReadUInt16BigEndian(TakeValue(2)),
            MessagePackCode.Bin32 => BinaryPrimitives.ReadUInt32BigEndian(TakeValue(4)),
            _ => StringLength(),                                    // the old specification had no bin
        };
        int start = _position;
        Take(length);
        return new ReadOnlySequence<byte>(_memory[start.._position]);
    }

    public int ReadArrayHeader()
    {
        byte code = NextCode;
        int count = code switch
        {
            MessagePackCode.Array16 => BinaryPrimitives.ReadUInt16BigEndian(TakeValue(2)),
            MessagePackCode.Array32 => checked((int)BinaryPrimitives.ReadUInt32BigEndian(TakeValue(4))),
            >= MessagePackCode.MinFixArray and < MessagePackCode.MinFixStr => Take(1)[0] & 0x0f,
            _ => throw Unexpected(code),
        };
        return count <= Remaining ? count : throw new EndOfStreamException();
    }

    public int ReadMapHeader()
    {
        byte code = NextCode;
        int count = code switch
        {
            MessagePackCode.Map16 => BinaryPrimitives.ReadUInt16BigEndian(TakeValue(2)),
            MessagePackCode.Map32 => checked((int)BinaryPrimitives.ReadUInt32BigEndian(TakeValue(4))),
            >= MessagePackCode.MinFixMap and < MessagePackCode.MinFixArray => Take(1)[0] & 0x0f,
            _ => throw Unexpected(code),
        };
        return 2L * count <= Remaining ? count : throw new EndOfStreamException();
    }

    /// <summary>Skips one value with all that is in it; a count of values still to skip instead of a call for each level of nesting.</summary>
    public void Skip()
    {
        for (long left = 1; left > 0; left--)
        {
            byte code = NextCode;
            switch (MessagePackCode.ToMessagePackType(code))
            {
                case MessagePackType.Array: left += ReadArrayHeader(); break;
                case MessagePackType.Map: left += 2L * ReadMapHeader(); break;
                case MessagePackType.String: Take(StringLength()); break;
                case MessagePackType.Binary: ReadBytes(); break;
                case MessagePackType.Extension: Take(ExtensionLength(code)); break;
                case MessagePackType.Unknown: throw Unexpected(code);
                default: Take(ScalarLength(code)); break;
            }
        }
    }

    private readonly int Remaining => _span.Length - _position;

    private static uint ScalarLength(byte code) => code switch
    {
        MessagePackCode.UInt8 or MessagePackCode.Int8 => 2,
        MessagePackCode.UInt16 or MessagePackCode.Int16 => 3,
        MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32 => 5,
        MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64 => 9,
        _ => 1,
    };

    private uint StringLength()
    {
        byte code = NextCode;
        return code switch
        {
            MessagePackCode.Str8 => TakeValue(1)[0],
            MessagePackCode.Str16 => BinaryPrimitives.ReadUInt16BigEndian(TakeValue(2)),
            MessagePackCode.Str32 => BinaryPrimitives.ReadUInt32BigEndian(TakeValue(4)),
            >= MessagePackCode.MinFixStr and < MessagePackCode.Nil => (uint)(Take(1)[0] & 0x1f),
            _ => throw Unexpected(code),
        };
    }

    /// <summary>The bytes after the length: the type code and the data.</summary>
    private long ExtensionLength(byte code) => 1 + code switch
    {
        MessagePackCode.Ext8 => TakeValue(1)[0],
        MessagePackCode.Ext16 => BinaryPrimitives.ReadUInt16BigEndian(TakeValue(2)),
        MessagePackCode.Ext32 => (long)BinaryPrimitives.ReadUInt32BigEndian(TakeValue(4)),
        _ => Take(1).Length << (code - MessagePackCode.FixExt1),
    };

    /// <summary>The bytes of a value after its first byte.</summary>
    private ReadOnlySpan<byte> TakeValue(int length) => Take(length + 1)[1..];

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length > Remaining) throw new EndOfStreamException();
        ReadOnlySpan<byte> bytes = _span.Slice(_position, (int)length);
        _position += (int)length;
        return bytes;
    }

    private static MessagePackSerializationException Unexpected(byte code) =>
        new($"Unexpected msgpack code {code} ({MessagePackCode.ToMessagePackType(code)}) encountered.");
}
