namespace WorldGan.Logs.Messages;

/// <summary>Finds values in messages of one channel.</summary>
internal interface IMessageReader
{
    /// <summary>Sets the values that are there.</summary>
    /// <exception cref="InvalidDataException">The message is damaged, or another one than its channel says.</exception>
    void Read(ReadOnlyMemory<byte> payload, FieldValues values);
}
