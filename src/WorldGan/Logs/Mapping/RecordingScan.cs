using WorldGan.Logs.Mcap;
using WorldGan.Logs.Messages;

namespace WorldGan.Logs.Mapping;

/// <summary>Goes through a recording once and counts its messages.</summary>
internal sealed class RecordingScan
{
    private readonly OrderedDictionary<string, Found> _topics = new(StringComparer.Ordinal);

    public static IReadOnlyList<RecordedTopic> Of(IReadOnlyList<string> files)
    {
        var scan = new RecordingScan();
        foreach (string file in files)
            foreach (McapMessage message in new McapReader(file, report: null).Read()) scan.Add(message);
        return [.. scan._topics.Values.Select(found => found.ToTopic())];
    }

    private void Add(in McapMessage message)
    {
        if (!_topics.TryGetValue(message.Channel.Topic, out Found? found)) _topics.Add(message.Channel.Topic, found = new Found(message));
        found.Count(message.LogTime);
    }

    private sealed class Found
    {
        private readonly McapChannel _channel;
        private readonly IReadOnlyList<string> _fields = [];
        private readonly string? _note;
        private ulong _first = ulong.MaxValue, _last;
        private long _count;

        public Found(in McapMessage message)
        {
            _channel = message.Channel;
            try
            {
                _fields = FieldList.Of(_channel, message.Payload);
            }
            catch (InvalidDataException e)
            {
                _note = e.Message;
            }
        }

        public void Count(ulong time)
        {
            _count++;
            (_first, _last) = (Math.Min(_first, time), Math.Max(_last, time));
        }

        public RecordedTopic ToTopic() => new(_channel.Topic, _channel.Schema?.Name is { Length: > 0 } name ? name : _channel.Encoding, _count, _last > _first ? (_count - 1) * 1e9 / (_last - _first) : null, _fields, _note);
    }
}
