namespace WorldGan.Logs.Mcap;

/// <summary>Reads the records of the data of an MCAP file, one after the other. What follows on a torn record cannot be found, so there the reading ends.</summary>
/// <param name="stream">The file, behind its magic.</param>
/// <param name="path">Its path, for reports.</param>
/// <param name="report">Told of what is damaged.</param>
internal sealed class McapRecords(Stream stream, string path, Action<LogNotice>? report)
{
    private readonly McapBytes _bytes = new(stream);
    private byte[] _buffer = new byte[1 << 16];
    private int _length;

    public byte Kind { get; private set; }

    /// <summary>What stands in the record, valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    public LogPlace Place { get; private set; }

    /// <summary>Whether the record is a chunk that the end of the file cuts off.</summary>
    public bool IsTorn { get; private set; }

    public void SkipMagic() => _bytes.Skip(McapFormat.Magic.Length);

    /// <summary>Reads the next record that matters here; false at the end of the data.</summary>
    public bool TryRead()
    {
        if (IsTorn) return false;
        while (TryReadHead(out ulong length, out uint before))
        {
            if (Kind == McapFormat.Footer) return false;
            bool matters = Kind is McapFormat.Schema or McapFormat.Channel or McapFormat.Message or McapFormat.Chunk or McapFormat.DataEnd;
            if (!matters || length > McapFormat.MostBytes)
            {
                if (matters) Report(LogNoticeKind.Damage, $"A record of {length} bytes was skipped: expected at most {McapFormat.MostBytes}.");
                _bytes.Skip((long)length);
                continue;
            }

            ReadContent((int)length);
            if (Kind != McapFormat.DataEnd) return true;
            CheckData(before);
            return false;
        }

        return IsTorn;
    }

    /// <summary>Reads kind and length of the next record; false where the file does not hold it whole, unless some of a chunk is there.</summary>
    private bool TryReadHead(out ulong length, out uint before)
    {
        Span<byte> head = stackalloc byte[McapFormat.HeadLength];
        long left = _bytes.Left;
        before = _bytes.Checksum;
        Place = new LogPlace(path, Offset: _bytes.Offset);
        bool isWhole = _bytes.Read(head) == head.Length;
        Kind = head[0];
        length = isWhole ? new McapFields(head[1..]).UInt64() : 0;
        if (isWhole && Kind != 0 && length <= (ulong)_bytes.Left) return true;

        Report(LogNoticeKind.TornTail, left == 0
            ? "The file ends without a footer, as after a crash of its recorder. All that is there was read."
            : $"The last {left} bytes are no whole record: the file is cut off or damaged here. Of a chunk that is not compressed the whole messages are read, of anything else nothing. All before it was read.");
        IsTorn = isWhole && Kind == McapFormat.Chunk;
        length = (ulong)Math.Min(_bytes.Left, McapFormat.MostBytes);
        if (IsTorn) ReadContent((int)length);
        return false;
    }

    private void ReadContent(int length)
    {
        if (_buffer.Length < length) _buffer = new byte[Math.Max(length, (int)Math.Min(2L * _buffer.Length, McapFormat.MostBytes))];
        _length = _bytes.Read(_buffer.AsSpan(0, length));
    }

    /// <param name="checksum">Of all bytes before the end of the data.</param>
    private void CheckData(uint checksum)
    {
        uint told = _length < 4 ? 0 : new McapFields(Content.Span).UInt32();
        if (told != 0 && told != checksum) Report(LogNoticeKind.Damage, "The checksum of the whole file is wrong: some of what was read may be damaged.");
    }

    private void Report(LogNoticeKind kind, string message) => report?.Invoke(new LogNotice(kind, Place, message));
}
