using System.Text.Json;

namespace WorldGan.Logs.Messages;

/// <summary>Picks values out of messages in JSON.</summary>
/// <param name="wanted">What is wanted.</param>
internal sealed class JsonMessageReader(FieldNode wanted) : IMessageReader
{
    public void Read(ReadOnlyMemory<byte> payload, FieldValues values)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload);
            ReadObject(document.RootElement, wanted, values);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: text that is no Unicode
        {
            throw new InvalidDataException("the message is no JSON", e);
        }
    }

    private static void ReadObject(JsonElement json, FieldNode wanted, FieldValues values)
    {
        if (json.ValueKind != JsonValueKind.Object) return;
        foreach (string name in wanted.Fields)
            if (json.TryGetProperty(name, out JsonElement member)) ReadAny(member, wanted.Field(name)!, json, values);
    }

    private static void ReadAny(JsonElement json, FieldNode wanted, JsonElement owner, FieldValues values)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object: ReadObject(json, wanted, values); break;
            case JsonValueKind.Array: ReadList(json, wanted, owner, values); break;
            case JsonValueKind.Number when json.TryGetDouble(out double number): values.Set(wanted, new FieldValue(number, null)); break;
            case JsonValueKind.True or JsonValueKind.False: values.Set(wanted, new FieldValue(json.GetBoolean() ? 1 : 0, null)); break;
            case JsonValueKind.String: values.Set(wanted, new FieldValue(null, json.GetString())); break;
            default: break;
        }
    }

    private static void ReadList(JsonElement list, FieldNode wanted, JsonElement owner, FieldValues values)
    {
        foreach ((FieldStep step, FieldNode node) in wanted.Children)
        {
            int place = step.Name is { } name ? PlaceOf(name, owner) : step.Place;
            if (place >= 0 && place < list.GetArrayLength()) ReadAny(list[place], node, list, values);
        }
    }

    /// <summary>Where the list 'name' beside a list has a name.</summary>
    private static int PlaceOf(string name, JsonElement owner)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty("name", out JsonElement names) || names.ValueKind != JsonValueKind.Array) return -1;
        int place = 0;
        foreach (JsonElement one in names.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.String && one.ValueEquals(name)) return place;
            place++;
        }

        return -1;
    }
}
