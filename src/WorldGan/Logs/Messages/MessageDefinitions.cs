using System.Globalization;
using WorldGan.Worlds;

namespace WorldGan.Logs.Messages;

/// <summary>
/// Reads definitions of messages of ROS 2: the text of the message, and behind lines of "===" and "MSG: package/Name" those of the messages in it
/// (https://mcap.dev/spec/registry, ros2msg; https://docs.ros.org/en/rolling/Concepts/Basic/About-Interfaces.html).
/// </summary>
internal sealed class MessageDefinitions
{
    /// <summary>Messages within messages; those of ROS have up to six.</summary>
    private const int Deepest = 32;

    private readonly Dictionary<string, string[]> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageType> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly string _name;

    private MessageDefinitions(string name, string text)
    {
        _name = Short(name);
        _texts["builtin_interfaces/Time"] = ["int32 sec", "uint32 nanosec"];
        _texts["builtin_interfaces/Duration"] = ["int32 sec", "uint32 nanosec"];
        Split(text);
    }

    /// <summary>The message of a schema.</summary>
    /// <param name="name">Its name, such as sensor_msgs/msg/JointState.</param>
    /// <param name="text">Its definition.</param>
    /// <exception cref="InvalidDataException">The definition is wrong; the message says where.</exception>
    public static MessageType Read(string name, string text)
    {
        var definitions = new MessageDefinitions(name, text);
        return definitions.Find(definitions._name);
    }

    private void Split(string text)
    {
        string name = _name;
        var lines = new List<string>();
        foreach (string line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("===", StringComparison.Ordinal)) continue;
            if (!line.StartsWith("MSG: ", StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }

            _texts[name] = [.. lines];
            name = Short(line[5..]);
            lines.Clear();
        }

        _texts[name] = [.. lines];
    }

    /// <summary>"sensor_msgs/msg/JointState" and "sensor_msgs/JointState" are the same.</summary>
    private static string Short(string name) => name.Trim().Replace("/msg/", "/", StringComparison.Ordinal);

    private MessageType Find(string name)
    {
        if (_types.TryGetValue(name, out MessageType? known)) return known;
        if (!_texts.TryGetValue(name, out string[]? lines)) throw new InvalidDataException($"the message '{Excerpt.Of(name)}' is not defined");
        if (!_open.Add(name) || _open.Count > Deepest) throw new InvalidDataException($"the message '{Excerpt.Of(name)}' contains itself, or is nested too deep");
        var fields = new List<MessageField>();
        for (int i = 0; i < lines.Length; i++)
            if (Field(lines[i], name, i + 1) is { } field) fields.Add(field);
        _open.Remove(name);

        // What has no fields is written as one byte: structure_needs_at_least_one_member, in the words of its generator.
        if (fields.Count == 0) fields.Add(new MessageField("", FieldKind.Byte, null, ListKind.None, 0));
        return _types[name] = new MessageType(name, fields);
    }

    /// <summary>The field of a line; null where it has none: a comment, a constant, nothing.</summary>
    private MessageField? Field(string line, string owner, int number)
    {
        int comment = line.IndexOf('#', StringComparison.Ordinal);
        string[] words = (comment < 0 ? line : line[..comment]).Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return null;
        if (words.Length == 1) throw new InvalidDataException($"{Excerpt.Of(owner)}, line {number}: expected a type and a name, got '{Excerpt.Of(line)}'");
        if (words[1].Contains('=') || (words.Length > 2 && words[2].StartsWith('='))) return null;
        (string type, ListKind list, int length) = List(words[0], owner, number);
        FieldKind kind = KindOf(type);
        return new MessageField(words[1], kind, kind == FieldKind.Message ? Find(NameOf(type, owner)) : null, list, length);
    }

    private static (string Type, ListKind List, int Length) List(string word, string owner, int number)
    {
        int bracket = word.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0) return (word, ListKind.None, 0);
        string inside = word[(bracket + 1)..].TrimEnd(']');
        if (inside.Length == 0 || inside.StartsWith("<=", StringComparison.Ordinal)) return (word[..bracket], ListKind.Open, 0);
        return int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length > 0
            ? (word[..bracket], ListKind.Fixed, length)
            : throw new InvalidDataException($"{Excerpt.Of(owner)}, line {number}: expected the length of a list, got '{Excerpt.Of(inside)}'");
    }

    /// <summary>The names of ROS 2, and the bounds of strings, which change nothing in the bytes.</summary>
    private static FieldKind KindOf(string type) => type.Split("<=")[0] switch
    {
        "bool" => FieldKind.Bool,
        "byte" or "uint8" or "char" => FieldKind.Byte,
        "int8" => FieldKind.SByte,
        "int16" => FieldKind.Int16,
        "uint16" => FieldKind.UInt16,
        "int32" => FieldKind.Int32,
        "uint32" => FieldKind.UInt32,
        "int64" => FieldKind.Int64,
        "uint64" => FieldKind.UInt64,
        "float32" => FieldKind.Float32,
        "float64" => FieldKind.Float64,
        "string" => FieldKind.String,
        "wstring" => FieldKind.WideString,
        _ => FieldKind.Message,
    };

    /// <summary>A type without a package is of the package that names it.</summary>
    private static string NameOf(string type, string owner) =>
        type.Contains('/') ? Short(type) : $"{owner[..(owner.LastIndexOf('/') + 1)]}{type}";
}
