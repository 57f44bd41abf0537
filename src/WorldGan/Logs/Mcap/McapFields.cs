using System.Buffers.Binary;
using System.Text;

namespace WorldGan.Logs.Mcap;

/// <summary>The fields of a record, from the first to the last; all numbers are little-endian.</summary>
internal ref struct McapFields(ReadOnlySpan<byte> content)
{
    private readonly int _length = content.Length;
    private ReadOnlySpan<byte> _rest = content;

    /// <summary>Bytes that were read.</summary>
    public readonly int Position => _length - _rest.Length;

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Text with its length before it.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(UInt32()));

    /// <exception cref="InvalidDataException">The record has fewer bytes.</exception>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length) throw new InvalidDataException($"expected {count} more bytes in the record, got {_rest.Length}");
        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
