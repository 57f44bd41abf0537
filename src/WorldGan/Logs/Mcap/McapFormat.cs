namespace WorldGan.Logs.Mcap;

/// <summary>The bytes of an MCAP file (https://mcap.dev/spec): magic, records of [kind, length, content], magic.</summary>
internal static class McapFormat
{
    public const byte Header = 0x01, Footer = 0x02, Schema = 0x03, Channel = 0x04, Message = 0x05, Chunk = 0x06, DataEnd = 0x0F;

    /// <summary>Kinds from here on are private to who wrote the file.</summary>
    public const byte FirstPrivate = 0x80;

    /// <summary>Bytes of a kind and a length.</summary>
    public const int HeadLength = 9;

    /// <summary>Largest record, and largest content of a chunk, that is read: writers make chunks of a few MiB.</summary>
    public const int MostBytes = 1 << 29;

    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'M', (byte)'C', (byte)'A', (byte)'P', 0x30, (byte)'\r', (byte)'\n'];
}
