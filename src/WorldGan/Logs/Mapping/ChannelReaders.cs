using WorldGan.Logs.Mcap;
using WorldGan.Logs.Messages;

namespace WorldGan.Logs.Mapping;

/// <summary>The readers for the channels of one file; a topic may have several channels.</summary>
internal sealed class ChannelReaders(Slots slots)
{
    private readonly Dictionary<ushort, ChannelReader?> _readers = [];

    /// <summary>The reader for a message; null where nothing of its topic is wanted.</summary>
    /// <exception cref="LogFormatException">It is written in a way that is not known, or has no such field.</exception>
    public ChannelReader? For(in McapMessage message)
    {
        if (_readers.TryGetValue(message.Channel.Id, out ChannelReader? known)) return known;
        FieldNode? wanted = slots.WantedOf(message.Channel.Topic);
        string topic = message.Channel.Topic;
        return _readers[message.Channel.Id] = wanted is null ? null : new ChannelReader(
            MessageReaders.For(message.Channel, wanted, message.Place), [.. Enumerable.Range(0, slots.Count).Where(slot => slots[slot].Path.Topic == topic)]);
    }
}

/// <summary>How messages of a channel are read.</summary>
/// <param name="Reader">Reads them.</param>
/// <param name="Slots">Which values they have.</param>
internal sealed record ChannelReader(IMessageReader Reader, int[] Slots);
