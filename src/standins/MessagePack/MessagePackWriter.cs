using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MessagePack;

/// <summary>Writes MessagePack values one after the other, integers in the smallest form that holds them; nothing arrives before <see cref="Flush"/>.</summary>
internal ref struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _writer;
    private Span<byte> _span;
    private int _used;

    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        _writer = writer;
    }

    public void Flush()
    {
        _writer.Advance(_used);
        _span = default;
        _used = 0;
    }

    public void WriteNil() => Claim(1)[0] = MessagePackCode.Nil;

    public void Write(bool value) => Claim(1)[0] = value ? MessagePackCode.True : MessagePackCode.False;

    public void Write(int value) => Write((long)value);

    public void Write(uint value) => Write((long)value);

    public void Write(long value)
    {
        switch (value)
        {
            case >= 0 and <= MessagePackCode.MaxFixInt or >= -32 and < 0: Claim(1)[0] = (byte)value; break;
            case > uint.MaxValue: BinaryPrimitives.WriteInt64BigEndian(Claim(MessagePackCode.UInt64, 8), value); break;
            case > ushort.MaxValue: BinaryPrimitives.WriteUInt32BigEndian(Claim(MessagePackCode.UInt32, 4), (uint)value); break;
            case > byte.MaxValue: BinaryPrimitives.WriteUInt16BigEndian(Claim(MessagePackCode.UInt16, 2), (ushort)value); break;
            case >= 0: Claim(MessagePackCode.UInt8, 1)[0] = (byte)value; break;
            case >= sbyte.MinValue: Claim(MessagePackCode.Int8, 1)[0] = (byte)value; break;
            case >= short.MinValue: BinaryPrimitives.WriteInt16BigEndian(Claim(MessagePackCode.Int16, 2), (short)value); break;
            case >= int.MinValue: BinaryPrimitives.WriteInt32BigEndian(Claim(MessagePackCode.Int32, 4), (int)value); break;
            default: BinaryPrimitives.WriteInt64BigEndian(Claim(MessagePackCode.Int64, 8), value); break;
        }
    }

    public void Write(float value) => BinaryPrimitives.WriteSingleBigEndian(Claim(MessagePackCode.Float32, 4), value);

    public void Write(double value) => BinaryPrimitives.WriteDoubleBigEndian(Claim(MessagePackCode.Float64, 8), value);

    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        switch (length)
        {
            case <= 31: Claim(1)[0] = (byte)(MessagePackCode.MinFixStr | length); break;
            case <= byte.MaxValue: Claim(MessagePackCode.Str8, 1)[0] = (byte)length; break;
            case <= ushort.MaxValue: BinaryPrimitives.WriteUInt16BigEndian(Claim(MessagePackCode.Str16, 2), (ushort)length); break;
            default: BinaryPrimitives.WriteUInt32BigEndian(Claim(MessagePackCode.Str32, 4), (uint)length); break;
        }

        Encoding.UTF8.GetBytes(value, Claim(length));
    }

    public void Write(scoped ReadOnlySpan<byte> src)
    {
        switch (src.Length)
        {
            case <= byte.MaxValue: Claim(MessagePackCode.Bin8, 1)[0] = (byte)src.Length; break;
            case <= ushort.MaxValue: BinaryPrimitives.WriteUInt16BigEndian(Claim(MessagePackCode.Bin16, 2), (ushort)src.Length); break;
            default: BinaryPrimitives.WriteUInt32BigEndian(Claim(MessagePackCode.Bin32, 4), (uint)src.Length); break;
        }

        src.CopyTo(Claim(src.Length));
    }

    public void WriteArrayHeader(int count) =>
        WriteHeader((uint)count, MessagePackCode.MinFixArray, MessagePackCode.Array16, MessagePackCode.Array32);

    public void WriteMapHeader(int count) =>
        WriteHeader((uint)count, MessagePackCode.MinFixMap, MessagePackCode.Map16, MessagePackCode.Map32);

    private void WriteHeader(uint count, byte fix, byte code16, byte code32)
    {
        switch (count)
        {
            case <= 15: Claim(1)[0] = (byte)(fix | count); break;
            case <= ushort.MaxValue: BinaryPrimitives.WriteUInt16BigEndian(Claim(code16, 2), (ushort)count); break;
            default: BinaryPrimitives.WriteUInt32BigEndian(Claim(code32, 4), count); break;
        }
    }

    private Span<byte> Claim(byte code, int length)
    {
        Span<byte> bytes = Claim(length + 1);
        bytes[0] = code;
        return bytes[1..];
    }

    private Span<byte> Claim(int length)
    {
        if (_span.Length - _used < length)
        {
            Flush();
            _span = _writer.GetSpan(length);
        }

        Span<byte> bytes = _span.Slice(_used, length);
        _used += length;
        return bytes;
    }
}
