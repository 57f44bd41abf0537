namespace WorldGan.Logs.Wglog;

/// <summary>One record whose checksum is right.</summary>
/// <param name="Kind">What the payload is.</param>
/// <param name="Payload">The payload, valid until the next record is read.</param>
/// <param name="Offset">Where the record begins in the file.</param>
internal readonly record struct WglogRecord(int Kind, ReadOnlyMemory<byte> Payload, long Offset);
