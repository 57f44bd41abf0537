using System.Text.Json;
using WorldGan.Logs.Mcap;

namespace WorldGan.Logs.Messages;

/// <summary>The fields of a channel's messages, as a mapping names them. Of messages in ROS 2 the definition tells them, of JSON the first message.</summary>
internal static class FieldList
{
    /// <summary>Topics with more fields are images of a kind.</summary>
    private const int Most = 200;

    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public static IReadOnlyList<string> Of(McapChannel channel, ReadOnlyMemory<byte> message)
    {
        var fields = new List<string>();
        if (channel.Encoding == "json") AddJson(channel.Topic, message, fields);
        else if (channel is { Encoding: "cdr", Schema: { Encoding: "ros2msg" } schema }) Add(channel.Topic, MessageDefinitions.Read(schema.Name, schema.Text), fields);
        else throw new InvalidDataException($"messages in {channel.Encoding} cannot be read");
        return fields;
    }

    private static void Add(string prefix, MessageType type, List<string> fields)
    {
        foreach (MessageField field in type.Fields)
        {
            if (fields.Count >= Most || field.Name.Length == 0) return;
            string path = $"{prefix}.{field.Name}{(field.List == ListKind.None ? "" : "[0]")}";
            if (field.Message is { } inner) Add(path, inner, fields);
            else fields.Add(path);
        }
    }

    private static void AddJson(string topic, ReadOnlyMemory<byte> message, List<string> fields)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(message);
            if (document.RootElement.ValueKind == JsonValueKind.Object) Add(topic, document.RootElement, fields);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)              // the latter: text that is no Unicode
        {
            throw new InvalidDataException("the first message is no JSON", e);
        }
    }

    private static void Add(string path, JsonElement json, List<string> fields)
    {
        if (fields.Count >= Most) return;
        if (json.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in json.EnumerateObject()) Add($"{path}.{property.Name}", property.Value, fields);
        else if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0)
            Add($"{path}[0]", json[0], fields);
        else if (json.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False)
            fields.Add(path);
    }
}
