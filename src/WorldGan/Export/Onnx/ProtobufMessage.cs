using System.Buffers;
using System.Text;

namespace WorldGan.Export.Onnx;

/// <summary>
/// A message in the wire format of protocol buffers (https://protobuf.dev/programming-guides/encoding): fields one after the other, each as its number and kind, then
/// its content. Fields may come in any order, and those that repeat keep theirs; so a message is written as it is thought of.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, Bytes = 2;               // kinds of fields

    private readonly ArrayBufferWriter<byte> _written = new();

    public ReadOnlySpan<byte> Written => _written.WrittenSpan;

    public ProtobufMessage Add(int field, long number)
    {
        WriteVarint((uint)(field << 3 | Varint));
        WriteVarint((ulong)number);
        return this;
    }

    public ProtobufMessage Add(int field, ReadOnlySpan<byte> bytes)
    {
        WriteVarint((uint)(field << 3 | Bytes));
        WriteVarint((uint)bytes.Length);
        _written.Write(bytes);
        return this;
    }

    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message.Written);

    public ProtobufMessage AddEach<T>(IEnumerable<T> items, Action<ProtobufMessage, T> add)
    {
        foreach (T item in items) add(this, item);
        return this;
    }

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private void WriteVarint(ulong number)
    {
        Span<byte> bytes = _written.GetSpan(10);
        int count = 0;
        for (; number >= 0x80; number >>= 7) bytes[count++] = (byte)(number | 0x80);
        bytes[count++] = (byte)number;
        _written.Advance(count);
    }
}
