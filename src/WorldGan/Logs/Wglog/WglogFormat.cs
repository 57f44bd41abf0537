using MessagePack;

namespace WorldGan.Logs.Wglog;

/// <summary>The numbers of the format that Logs/README.md writes down.</summary>
internal static class WglogFormat
{
    public const int Version = 1;

    public const int HeaderKind = 0;
    public const int StepKind = 1;
    public const int BlockKind = 2;

    /// <summary>Highest kind of record; also what the search for the next whole record goes by.</summary>
    public const int LastKind = 0x7f;

    /// <summary>Ending of a step after which the record of an episode simply stops. 0 goes on, 1 terminal, 2 truncated as in <see cref="Worlds.Ending"/>.</summary>
    public const int Stops = 3;

    /// <summary>Largest payload in bytes: so much is kept in memory, and so far a damaged length can mislead the reader.</summary>
    public const int MaxPayload = 16 << 20;

    /// <summary>Most steps that this library puts in one block: a crash loses at most one block that was not flushed.</summary>
    public const int StepsPerBlock = 512;

    /// <summary>The kind of record whose payload begins with a byte: a map of at most 15 keys, an array of seven or one of six; null for anything else.</summary>
    public static int? KindOf(byte first) => first switch
    {
        >= 0x80 and <= 0x8f => HeaderKind,
        0x97 => StepKind,
        0x96 => BlockKind,
        _ => null,
    };

    /// <summary>Whether MessagePack could not read a payload as what it must be.</summary>
    public static bool IsMalformed(Exception exception) => exception is MessagePackSerializationException or EndOfStreamException or OverflowException;
}
