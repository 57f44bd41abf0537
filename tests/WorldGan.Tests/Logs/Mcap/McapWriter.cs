using System.Buffers.Binary;
using System.Text;

namespace WorldGan.Tests.Logs.Mcap;

/// <summary>Writes MCAP files by the letter of https://mcap.dev/spec, and knows nothing of the reader.</summary>
internal sealed class McapWriter
{
    private readonly MemoryStream _file = new();
    private MemoryStream? _chunk;
    private ushort _channels;

    public McapWriter(string profile = "ros2")
    {
        _file.Write(Magic);
        Record(0x01, [.. Text(profile), .. Text("by hand")]);
    }

    private static byte[] Magic => [0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A];

    public int Length => (int)_file.Length;

    public ushort Channel(string topic, string encoding = "json", string schemaEncoding = "", string type = "", string text = "")
    {
        ushort id = ++_channels;
        if (schemaEncoding.Length > 0) Record(0x03, [.. Bytes(id), .. Text(type), .. Text(schemaEncoding), .. Text(text)]);
        Record(0x04, [.. Bytes(id), .. Bytes(schemaEncoding.Length > 0 ? id : (ushort)0), .. Text(topic), .. Text(encoding), .. Bytes(0u)]);
        return id;
    }

    public void Message(ushort channel, double seconds, byte[] payload, double? published = null) =>
        Record(0x05, [.. Bytes(channel), .. Bytes(0u), .. Bytes((ulong)Math.Round(seconds * 1e9)), .. Bytes((ulong)Math.Round((published ?? seconds) * 1e9)), .. payload]);

    public void Json(ushort channel, double seconds, string json, double? published = null) => Message(channel, seconds, Encoding.UTF8.GetBytes(json), published);

    public void BeginChunk() => _chunk = new MemoryStream();

    public void EndChunk(string compression = "", uint? checksum = null)
    {
        byte[] records = _chunk!.ToArray();
        _chunk = null;
        Record(0x06, [.. Bytes(0UL), .. Bytes(0UL), .. Bytes((ulong)records.Length), .. Bytes(checksum ?? Crc(records)), .. Text(compression), .. Bytes((ulong)records.Length), .. records]);
    }

    public void Record(byte kind, byte[] content)
    {
        Stream to = _chunk ?? _file;
        to.WriteByte(kind);
        to.Write(Bytes((ulong)content.Length));
        to.Write(content);
    }

    /// <summary>The file as it is so far, as after a crash of its recorder.</summary>
    public byte[] Torn() => _file.ToArray();

    public byte[] Whole(uint? checksum = null)
    {
        Record(0x0F, Bytes(checksum ?? Crc(_file.ToArray())));
        Record(0x02, new byte[20]);
        _file.Write(Magic);
        return _file.ToArray();
    }

    private static byte[] Text(string text) => [.. Bytes((uint)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(ushort value) => Write(2, bytes => BinaryPrimitives.WriteUInt16LittleEndian(bytes, value));

    private static byte[] Bytes(uint value) => Write(4, bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes, value));

    private static byte[] Bytes(ulong value) => Write(8, bytes => BinaryPrimitives.WriteUInt64LittleEndian(bytes, value));

    private static byte[] Write(int length, Action<byte[]> write)
    {
        var bytes = new byte[length];
        write(bytes);
        return bytes;
    }

    /// <summary>Bit by bit, so that it shares nothing with the table of the library.</summary>
    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
