using WorldGan.Logs.Mcap;

namespace WorldGan.Logs.Messages;

/// <summary>Finds the reader for the messages of a channel. To add an encoding: its reader, and a case here.</summary>
internal static class MessageReaders
{
    /// <exception cref="LogFormatException">They are written in a way that is not known, or have no such field.</exception>
    public static IMessageReader For(McapChannel channel, FieldNode wanted, LogPlace place)
    {
        try
        {
            return channel.Encoding switch
            {
                "json" => new JsonMessageReader(wanted),
                "cdr" when channel.Schema is { Encoding: "ros2msg" } schema => new CdrReader(MessageDefinitions.Read(schema.Name, schema.Text), wanted),
                _ => throw new InvalidDataException(Unknown(channel)),
            };
        }
        catch (InvalidDataException e)
        {
            throw new LogFormatException(place, $"topic '{channel.Topic}': {(e.Message.EndsWith('?') ? e.Message : $"{e.Message.TrimEnd('.')}.")}");
        }
    }

    private static string Unknown(McapChannel channel)
    {
        string schema = channel.Schema is { } known ? $" with a schema in {known.Encoding}" : "";
        string remedy = channel.Encoding == "ros1" ? ". 'rosbags-convert' makes a rosbag2 of a bag of ROS 1" : "";
        return $"expected messages in json, or in cdr with a schema in ros2msg, got {channel.Encoding}{schema}{remedy}";
    }
}
