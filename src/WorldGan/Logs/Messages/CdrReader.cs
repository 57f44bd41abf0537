namespace WorldGan.Logs.Messages;

/// <summary>Walks through a message of ROS 2 by its definition and picks out the values that are wanted.</summary>
internal sealed class CdrReader : IMessageReader
{
    /// <summary>The list beside a list that names its places, as in sensor_msgs/JointState.</summary>
    private const string NamesField = "name";

    private readonly MessageType _type;
    private readonly FieldNode _wanted;
    private readonly int _fields;                          // of the message, up to the last one that is wanted

    /// <exception cref="InvalidDataException">The message has no such field.</exception>
    public CdrReader(MessageType type, FieldNode wanted)
    {
        (_type, _wanted) = (type, wanted);
        CdrPaths.Check(type, wanted);
        _fields = 1 + Enumerable.Range(0, type.Fields.Count).Last(i => wanted.Field(type.Fields[i].Name) is not null);
    }

    public void Read(ReadOnlyMemory<byte> payload, FieldValues values)
    {
        var cursor = new CdrCursor(payload.Span);
        Walk(ref cursor, _type, _fields, _wanted, values);
    }

    private static void Walk(ref CdrCursor cursor, MessageType type, int fields, FieldNode? wanted, FieldValues values)
    {
        string[]? names = null;
        for (int i = 0; i < fields; i++)
        {
            MessageField field = type.Fields[i];
            FieldNode? child = wanted?.Field(field.Name);
            if (wanted is not null && field is { Name: NamesField, Kind: FieldKind.String, List: not ListKind.None })
                names = ReadNames(ref cursor, field, child, values);
            else if (field.List == ListKind.None)
                ReadValue(ref cursor, field, child, values);
            else
                ReadList(ref cursor, field, child, names, values);
        }
    }

    private static string[] ReadNames(ref CdrCursor cursor, MessageField field, FieldNode? wanted, FieldValues values)
    {
        var names = new List<string>();
        uint count = Count(ref cursor, field);
        for (uint i = 0; i < count; i++)
        {
            names.Add(cursor.Text());
            if (wanted?.Place((int)i) is { } node) values.Set(node, new FieldValue(null, names[^1]));
        }

        return [.. names];
    }

    private static void ReadList(ref CdrCursor cursor, MessageField field, FieldNode? wanted, string[]? names, FieldValues values)
    {
        uint count = Count(ref cursor, field), done = 0;
        int size = CdrSizes.Of(field.Kind);
        foreach ((uint place, FieldNode node) in wanted is null ? [] : Places(wanted, names, count))
        {
            Skip(ref cursor, field, size, place - done);
            ReadValue(ref cursor, field, node, values);
            done = place + 1;
        }

        Skip(ref cursor, field, size, count - done);
    }

    /// <summary>The places of a list that are wanted, in order.</summary>
    private static List<(uint Place, FieldNode Node)> Places(FieldNode wanted, string[]? names, uint count)
    {
        var places = new SortedDictionary<uint, FieldNode>();
        foreach ((FieldStep step, FieldNode node) in wanted.Children)
        {
            long place = step.Place >= 0 ? step.Place : Array.IndexOf(names ?? [], step.Name);
            if (place >= 0 && place < count && !places.TryAdd((uint)place, node)) throw new InvalidDataException($"place {place} of a list is wanted twice, by its number and by its name");
        }

        return [.. places.Select(pair => (pair.Key, pair.Value))];
    }

    private static uint Count(ref CdrCursor cursor, MessageField field) => field.List == ListKind.Fixed ? (uint)field.Length : cursor.Length();

    private static void Skip(ref CdrCursor cursor, MessageField field, int size, uint count)
    {
        if (size > 0) cursor.Skip(size, count);
        else
            for (uint i = 0; i < count; i++) ReadValue(ref cursor, field, null, null!);
    }

    private static void ReadValue(ref CdrCursor cursor, MessageField field, FieldNode? wanted, FieldValues values)
    {
        switch (field.Kind)
        {
            case FieldKind.Message: Walk(ref cursor, field.Message!, field.Message!.Fields.Count, wanted, values); break;
            case FieldKind.WideString: throw new InvalidDataException($"the field '{field.Name}' before those that are wanted is a wstring, which has no one form in bytes");
            case FieldKind.String when wanted is null: cursor.SkipText(); break;
            case FieldKind.String: values.Set(wanted, new FieldValue(null, cursor.Text())); break;
            case var number when wanted is null: cursor.Skip(CdrSizes.Of(number), 1); break;
            case var number: values.Set(wanted, new FieldValue(cursor.Number(number), null)); break;
        }
    }
}
