namespace WorldGan.Logs.Messages;

/// <summary>A message of ROS 2.</summary>
/// <param name="Name">Package and name, such as sensor_msgs/JointState.</param>
/// <param name="Fields">Its fields in order.</param>
internal sealed record MessageType(string Name, IReadOnlyList<MessageField> Fields);

/// <summary>A field of a message.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds, or each place of its list.</param>
/// <param name="Message">The message that it is, where its kind is <see cref="FieldKind.Message"/>.</param>
/// <param name="List">Whether it is a list.</param>
/// <param name="Length">Length of a list where that is fixed.</param>
internal sealed record MessageField(string Name, FieldKind Kind, MessageType? Message, ListKind List, int Length);

/// <summary>Whether a field is a list.</summary>
internal enum ListKind
{
    /// <summary>One value.</summary>
    None,

    /// <summary>A list of a length that the definition tells.</summary>
    Fixed,

    /// <summary>A list of a length that each message tells.</summary>
    Open,
}

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    Bool,
    Byte,
    SByte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float32,
    Float64,
    String,
    WideString,
    Message,
}
