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

    /// <exception cref="LogFormatException">While reading: the file is no MCAP file, or packed in a way that is not known.</exception>
    public IEnumerable<McapMessage> Read()
    {
        using FileStream stream = LogFiles.OpenRead(path);
        McapMagic.Expect(path, stream);
        var file = new McapRecords(stream, path, report);
        file.SkipMagic();
        while (file.TryRead())
        {
            if (file.Kind != McapFormat.Chunk && Take(file.Kind, file.Content, file.Place) is { } message) yield return message;
            ReadOnlyMemory<byte> records = file.Kind != McapFormat.Chunk ? default : file.IsTorn ? McapChunk.Torn(file.Content) : Unpack(file.Content, file.Place);
            while (TryTakeRecord(ref records, file, out byte kind, out ReadOnlyMemory<byte> content))
                if (Take(kind, content, file.Place) is { } packed) yield return packed;
        }
    }

    /// <summary>The records of a chunk; none where it is damaged.</summary>
    private ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> chunk, LogPlace place)
    {
        try
        {
            return McapChunk.Unpack(chunk, place);
        }
        catch (InvalidDataException e)
        {
            report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, $"A chunk of {chunk.Length} bytes is damaged and was skipped: {e.Message}."));
            return default;
        }
    }

    private bool TryTakeRecord(ref ReadOnlyMemory<byte> records, McapRecords file, out byte kind, out ReadOnlyMemory<byte> content)
    {
        (kind, content) = (0, default);
        if (records.IsEmpty) return false;
        ulong length = records.Length < McapFormat.HeadLength ? ulong.MaxValue : new McapFields(records.Span[1..]).UInt64();
        if (length > (ulong)Math.Max(0, records.Length - McapFormat.HeadLength))
        {
            if (!file.IsTorn) report?.Invoke(new LogNotice(LogNoticeKind.Damage, file.Place, $"The last {records.Length} bytes of a chunk are no whole record and were skipped."));
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
