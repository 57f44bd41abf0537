namespace WorldGan.Logs.Mcap;

/// <summary>A stream of messages of one topic.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Encoding">How its messages are written: "cdr", "json" or another one.</param>
/// <param name="Schema">What they hold; null where the file does not say.</param>
internal sealed record McapChannel(ushort Id, string Topic, string Encoding, McapSchema? Schema);

/// <summary>What messages hold.</summary>
/// <param name="Name">The type, such as sensor_msgs/msg/JointState.</param>
/// <param name="Encoding">How the text is written: "ros2msg" or another one.</param>
/// <param name="Text">The definition.</param>
internal sealed record McapSchema(string Name, string Encoding, string Text);

/// <summary>One message, valid until the next one is read.</summary>
/// <param name="Channel">Its channel.</param>
/// <param name="LogTime">When it was recorded, in nanoseconds.</param>
/// <param name="PublishTime">When it was sent, in nanoseconds.</param>
/// <param name="Payload">Its content, to be read as its channel says.</param>
/// <param name="Place">Where it stands, or where its chunk does.</param>
internal readonly record struct McapMessage(McapChannel Channel, ulong LogTime, ulong PublishTime, ReadOnlyMemory<byte> Payload, LogPlace Place);
