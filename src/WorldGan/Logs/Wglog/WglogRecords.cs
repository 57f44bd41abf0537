using MessagePack;

namespace WorldGan.Logs.Wglog;

/// <summary>
/// Reads the records of a file one after the other. Where a record is damaged or torn it goes on at the next place where
/// a whole record with a right checksum begins.
/// </summary>
/// <param name="stream">The file, read forward only.</param>
/// <param name="path">Its path, for reports.</param>
/// <param name="report">Told of the bytes that were skipped.</param>
/// <param name="from">Where in the file the stream stands.</param>
internal sealed class WglogRecords(Stream stream, string path, Action<LogNotice>? report, long from = 0)
{
    private const int LargestRecord = WglogFormat.MaxPayload + 32;  // array header up to 3 bytes, kind 9, bin header 5, checksum 9
    private byte[] _buffer = new byte[1 << 18];
    private int _start, _end;
    private long _bufferOffset = from;                              // of _buffer[0] in the file
    private bool _atEnd;

    /// <summary>Where in the file the record that was read last ends.</summary>
    public long Position => _bufferOffset + _start;

    /// <summary>Reads the next whole record; false at the end of the file.</summary>
    public bool TryRead(out WglogRecord record)
    {
        long lostFrom = _bufferOffset + _start;
        bool lost = false;
        while (HasByte())
        {
            if (TryParse(out record))
            {
                if (lost) Report(LogNoticeKind.Damage, lostFrom, record.Offset - lostFrom);
                return true;
            }

            lost = true;
            _start++;
            SkipToCandidate();
        }

        if (lost) Report(LogNoticeKind.TornTail, lostFrom, _bufferOffset + _end - lostFrom);
        record = default;
        return false;
    }

    private void Report(LogNoticeKind kind, long from, long count)
    {
        string what = kind == LogNoticeKind.Damage ? "are damaged and were skipped" : "at the end are no whole record and were skipped";
        report?.Invoke(new LogNotice(kind, new LogPlace(path, Offset: from), $"{count} {(count == 1 ? "byte" : "bytes")} {what}."));
    }

    /// <summary>Parses the record at the start of the buffer, reading more of the file as long as it seems to be cut off.</summary>
    private bool TryParse(out WglogRecord record)
    {
        while (true)
        {
            try
            {
                return TryParse(new MessagePackReader(_buffer.AsMemory(_start.._end)), out record);
            }
            catch (EndOfStreamException)
            {
                if (Fill()) continue;
                record = default;
                return false;
            }
        }
    }

    private bool TryParse(MessagePackReader reader, out WglogRecord record)
    {
        record = default;
        if (reader.NextMessagePackType != MessagePackType.Array || !IsCountOfThree(ref reader)) return false;
        if (reader.NextMessagePackType != MessagePackType.Integer || ReadUInt32(ref reader) is not { } kind || kind > WglogFormat.LastKind) return false;
        if (reader.NextMessagePackType != MessagePackType.Binary || reader.ReadBytes() is not { } bytes) return false;
        if (reader.NextMessagePackType != MessagePackType.Integer || ReadUInt32(ref reader) is not { } checksum) return false;

        ReadOnlyMemory<byte> payload = bytes.First;                 // one piece, since the buffer is
        if (payload.Length > WglogFormat.MaxPayload || Crc32.Of(payload.Span) != checksum || IsOfAnotherKind(payload, kind)) return false;
        record = new WglogRecord((int)kind, payload, _bufferOffset + _start);
        _start += (int)reader.Consumed;
        return true;
    }

    /// <summary>The checksum does not take in the kind: where it was damaged, the payload's first byte tells.</summary>
    private static bool IsOfAnotherKind(ReadOnlyMemory<byte> payload, uint kind) =>
        kind <= WglogFormat.BlockKind && !payload.IsEmpty && WglogFormat.KindOf(payload.Span[0]) is { } told && told != kind;

    /// <summary>A header whose count cannot be 3 is refused by its bytes: the package asks for as many bytes as it counts.</summary>
    private static bool IsCountOfThree(ref MessagePackReader reader) =>
        reader.NextCode is not MessagePackCode.Array32 && (reader.NextCode is MessagePackCode.Array16 or 0x93) && reader.ReadArrayHeader() == 3;

    private static uint? ReadUInt32(ref MessagePackReader reader)
    {
        long value = reader.NextCode == MessagePackCode.UInt64 ? -1 : reader.ReadInt64();
        return value is >= 0 and <= uint.MaxValue ? (uint)value : null;
    }

    /// <summary>Moves on to the next byte at which a record of three could begin.</summary>
    private void SkipToCandidate()
    {
        while (HasByte())
        {
            int found = _buffer.AsSpan(_start.._end).IndexOfAny<byte>(0x93, MessagePackCode.Array16);
            _start = found < 0 ? _end : _start + found;
            if (found >= 0) return;
        }
    }

    private bool HasByte() => _start < _end || Fill();

    /// <summary>Reads on; false at the end of the file or where the largest record would be in the buffer.</summary>
    private bool Fill()
    {
        if (_atEnd || _end - _start >= LargestRecord) return false;
        if (_end == _buffer.Length) MakeRoom();
        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = count == 0;
        _end += count;
        return !_atEnd;
    }

    /// <summary>Moves what is left to the front only where at least as much was used up, so that no file makes it move often.</summary>
    private void MakeRoom()
    {
        if (_start < _buffer.Length / 2)
        {
            Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, 2 * LargestRecord));
            return;
        }

        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _bufferOffset += _start;
        (_start, _end) = (0, _end - _start);
    }
}
