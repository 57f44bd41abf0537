using WorldGan.Logs.Compression;
using WorldGan.Logs.Wglog;

namespace WorldGan.Logs.Mcap;

/// <summary>
/// Reads the messages of an MCAP file in the order in which they stand there. What is damaged is skipped and reported; what follows on a torn record cannot be
/// found, so there the reading ends.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="report">Told of what is damaged.</param>
internal sealed class McapReader(string path, Action<LogNotice>? report)
{
    private readonly Dictionary<ushort, McapSchema> _schemas = [];
    private readonly Dictionary<ushort, McapChannel> _channels = [];
    private byte[] _content = new byte[1 << 16];

    /// <summary>The channels that were met so far.</summary>
    public IReadOnlyCollection<McapChannel> Channels => _channels.Values;

    /// <exception cref="LogFormatException">While reading: the file is no MCAP file, or packed in a way that is not known.</exception>
    public IEnumerable<McapMessage> Read()
    {
        using FileStream stream = LogFiles.OpenRead(path);
        McapMagic.Expect(path, stream);
        var bytes = new McapBytes(stream);
        bytes.Skip(McapFormat.Magic.Length);
        while (TryReadRecord(bytes, out byte kind, out int length, out LogPlace place))
        {
            if (kind == McapFormat.DataEnd) CheckData(bytes, length, place);
            if (kind is McapFormat.DataEnd or McapFormat.Footer) yield break;
            ReadOnlyMemory<byte> records = kind == McapFormat.Chunk ? Unpack(length, place) : default;
            if (kind != McapFormat.Chunk && Take(kind, _content.AsMemory(0, length), place) is { } message) yield return message;
            while (TryTakeRecord(ref records, place, out byte inner, out ReadOnlyMemory<byte> content))
                if (Take(inner, content, place) is { } packed) yield return packed;
        }
    }

    /// <summary>Reads the next record of the data into the buffer; others are skipped. False where there is none, or none that is whole.</summary>
    private bool TryReadRecord(McapBytes bytes, out byte kind, out int length, out LogPlace place)
    {
        Span<byte> head = stackalloc byte[McapFormat.HeadLength];
        while (true)
        {
            uint checksum = bytes.Checksum;
            (long offset, long left) = (bytes.Offset, bytes.Left);
            place = new LogPlace(path, Offset: offset);
            int read = bytes.Read(head);
            kind = head[0];
            length = 0;
            ulong told = read < head.Length ? ulong.MaxValue : new McapFields(head[1..]).UInt64();
            if (kind == 0 || told > (ulong)Math.Max(0, left - McapFormat.HeadLength)) return EndTorn(place, left);
            bool isData = kind is McapFormat.Schema or McapFormat.Channel or McapFormat.Message or McapFormat.Chunk or McapFormat.DataEnd;
            if (isData && told > McapFormat.MostBytes) report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, $"A record of {told} bytes was skipped: expected at most {McapFormat.MostBytes}."));
            if (kind == McapFormat.Footer) return true;
            if (!isData || told > McapFormat.MostBytes)
            {
                bytes.Skip((long)told);
                continue;
            }

            length = (int)told;
            if (_content.Length < length) _content = new byte[Math.Max(length, (int)Math.Min(2L * _content.Length, McapFormat.MostBytes))];
            bytes.Read(_content.AsSpan(0, length));
            if (kind == McapFormat.DataEnd) _dataChecksum = checksum;
            return true;
        }
    }

    private uint _dataChecksum;                            // of all bytes before the end of the data

    private bool EndTorn(LogPlace place, long left)
    {
        report?.Invoke(new LogNotice(LogNoticeKind.TornTail, place, left == 0
            ? "The file ends without a footer, as after a crash of its recorder. All that is there was read."
            : $"The last {left} bytes are no whole record and are lost: the file is cut off or damaged here. All before them was read."));
        return false;
    }

    private void CheckData(McapBytes bytes, int length, LogPlace place)
    {
        uint told = length < 4 ? 0 : new McapFields(_content.AsSpan(0, length)).UInt32();
        if (told != 0 && told != _dataChecksum) report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, "The checksum of the whole file is wrong: some of what was read may be damaged."));
    }

    /// <summary>The records of a chunk; none where it is damaged.</summary>
    private ReadOnlyMemory<byte> Unpack(int length, LogPlace place)
    {
        try
        {
            return McapChunk.Unpack(_content.AsMemory(0, length), place);
        }
        catch (InvalidDataException e)
        {
            report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, $"A chunk of {length} bytes is damaged and was skipped: {e.Message}."));
            return default;
        }
    }

    private bool TryTakeRecord(ref ReadOnlyMemory<byte> records, LogPlace place, out byte kind, out ReadOnlyMemory<byte> content)
    {
        (kind, content) = (0, default);
        if (records.IsEmpty) return false;
        ulong length = records.Length < McapFormat.HeadLength ? ulong.MaxValue : new McapFields(records.Span[1..]).UInt64();
        if (length > (ulong)(records.Length - McapFormat.HeadLength))
        {
            report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, $"The last {records.Length} bytes of a chunk are no whole record and were skipped."));
            return false;
        }

        kind = records.Span[0];
        content = records.Slice(McapFormat.HeadLength, (int)length);
        records = records[(McapFormat.HeadLength + (int)length)..];
        return true;
    }

    /// <summary>Takes in a record; gives the message where it is one.</summary>
    private McapMessage? Take(byte kind, ReadOnlyMemory<byte> content, LogPlace place)
    {
        try
        {
            var fields = new McapFields(content.Span);
            if (kind == McapFormat.Message) return MessageOf(ref fields, content, place);
            if (kind == McapFormat.Schema) AddSchema(ref fields);
            else if (kind == McapFormat.Channel) AddChannel(ref fields);
        }
        catch (InvalidDataException e)
        {
            report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, $"A record of kind {kind} is damaged and was skipped: {e.Message}."));
        }

        return null;
    }

    private McapMessage MessageOf(ref McapFields fields, ReadOnlyMemory<byte> content, LogPlace place)
    {
        ushort channel = fields.UInt16();
        fields.Take(4);                                    // a counter
        ulong logTime = fields.UInt64(), publishTime = fields.UInt64();
        return _channels.TryGetValue(channel, out McapChannel? known)
            ? new McapMessage(known, logTime, publishTime, content[fields.Position..], place)
            : throw new InvalidDataException($"its channel {channel} is not in the file");
    }

    private void AddSchema(ref McapFields fields)
    {
        ushort id = fields.UInt16();
        if (id != 0) _schemas[id] = new McapSchema(fields.Text(), fields.Text(), fields.Text());
    }

    private void AddChannel(ref McapFields fields)
    {
        (ushort id, ushort schema) = (fields.UInt16(), fields.UInt16());
        if (!_channels.ContainsKey(id)) _channels[id] = new McapChannel(id, fields.Text(), fields.Text(), _schemas.GetValueOrDefault(schema));
    }
}
