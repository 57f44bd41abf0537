using System.Buffers.Binary;
using System.Security.Cryptography;
using WorldGan.Numerics;

namespace WorldGan.Service.Ingest;

/// <summary>
/// The index of a segment, in a file beside it: a mark, then length and time of the segment as they were, the number of pieces, the pieces, and the SHA-256 of all
/// that; little-endian. It says nothing that the segment does not, so where it is missing, damaged or of another state of the segment, it is made again.
/// </summary>
internal static class SegmentIndexFile
{
    private const int HeadBytes = 28, PieceBytes = 33, ChecksumBytes = SHA256.HashSizeInBytes;

    /// <summary>Counts up where the content of a step is told in another way: an index of before would give conflicts, and is made again.</summary>
    private static ReadOnlySpan<byte> Mark => "wgindex2"u8;

    /// <summary>The file's path.</summary>
    public static string PathOf(string segment) => Path.ChangeExtension(segment, ".index");

    /// <summary>Writes the index of a segment that does not change any more. Where there is no room for it, the next start reads the segment.</summary>
    public static void TryWrite(string segment, SegmentIndex index, Action<string> notices)
    {
        try
        {
            Write(segment, index);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            notices($"Expected room for {PathOf(segment)} on the disk, got: {e.Message} The next start reads the segment instead.");
        }
    }

    private static void Write(string segment, SegmentIndex index)
    {
        byte[] bytes = new byte[HeadBytes + (index.Pieces.Count * PieceBytes) + ChecksumBytes];
        WriteHead(bytes, segment, index.Pieces.Count);
        for (int i = 0; i < index.Pieces.Count; i++) Write(index.Pieces[i], bytes.AsSpan(HeadBytes + (i * PieceBytes), PieceBytes));
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - ChecksumBytes), bytes.AsSpan(bytes.Length - ChecksumBytes));
        AtomicFile.Write(PathOf(segment), bytes);
    }

    /// <summary>The index of a segment as it is now; null where there is none that is whole.</summary>
    public static SegmentIndex? TryRead(string segment)
    {
        try
        {
            return File.Exists(PathOf(segment)) ? Read(File.ReadAllBytes(PathOf(segment)), segment) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SegmentIndex? Read(ReadOnlySpan<byte> bytes, string segment)
    {
        int count = (bytes.Length - HeadBytes - ChecksumBytes) / PieceBytes;
        if (count < 0 || bytes.Length != HeadBytes + (count * PieceBytes) + ChecksumBytes) return null;
        if (!SHA256.HashData(bytes[..^ChecksumBytes]).AsSpan().SequenceEqual(bytes[^ChecksumBytes..])) return null;
        Span<byte> expected = stackalloc byte[HeadBytes];
        WriteHead(expected, segment, count);
        if (!bytes.StartsWith(expected)) return null;
        var pieces = new List<KnownPiece>(count);
        for (int i = 0; i < count; i++) pieces.Add(ReadPiece(bytes.Slice(HeadBytes + (i * PieceBytes), PieceBytes)));
        return new SegmentIndex(pieces);
    }

    private static void WriteHead(Span<byte> head, string segment, int count)
    {
        var file = new FileInfo(segment);
        Mark.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], file.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], file.LastWriteTimeUtc.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], count);
    }

    private static void Write(KnownPiece piece, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, piece.Episode);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], piece.Steps.From);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], piece.Steps.To);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], piece.FirstContent);
        bytes[32] = piece.Ends ? (byte)1 : (byte)0;
    }

    private static KnownPiece ReadPiece(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt128LittleEndian(bytes),
        new StepRange(BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[20..])),
        bytes[32] == 1,
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
}
