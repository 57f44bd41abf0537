using System.Text;
using WorldGan.Logs.Assembly;
using WorldGan.Logs.Mcap;
using WorldGan.Logs.Messages;
using WorldGan.Worlds;

namespace WorldGan.Logs.Mapping;

/// <summary>Reads the episodes of MCAP files, one after the other, as a mapping says.</summary>
internal sealed class McapEpisodes
{
    private readonly LogMapping _mapping;
    private readonly WorldSpec _spec;
    private readonly ImportReport _report;
    private readonly Action<LogNotice>? _notices;
    private readonly Slots _slots;
    private readonly FieldValues _values;
    private readonly ActionNames _actions;
    private readonly TimeOrder _order;
    private readonly Resampler _steps;
    private readonly bool[] _came;                         // which slots had a value

    public McapEpisodes(LogMapping mapping, WorldSpec spec, ImportReport report, Action<LogNotice>? notices)
    {
        (_mapping, _spec, _report, _notices) = (mapping, spec, report, notices);
        _slots = new Slots(mapping, spec);
        _values = new FieldValues(_slots.Count);
        _actions = new ActionNames(spec);
        _order = new TimeOrder(report);
        _steps = new Resampler(mapping, spec, _slots, report);
        _came = new bool[_slots.Count];
    }

    /// <param name="files">The files of a recording, in order.</param>
    /// <exception cref="LogFormatException">While reading: a file is no MCAP file, or does not hold what the mapping says.</exception>
    public IEnumerable<Episode> Read(IReadOnlyList<string> files)
    {
        var topics = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            var readers = new ChannelReaders(_slots);
            bool isFirst = true;
            foreach (McapMessage message in new McapReader(file, _notices).Read())
            {
                topics.Add(message.Channel.Topic);
                Take(message, readers, isFirst);
                isFirst = false;
                foreach (Episode episode in Drain(isEnd: false)) yield return episode;
            }
        }

        foreach (Episode episode in Drain(isEnd: true)) yield return episode;
        ExpectAll(files, topics);
        if (_actions.ToNotice() is { } doubt) _notices?.Invoke(doubt);
    }

    private List<Episode> Drain(bool isEnd)
    {
        var episodes = new List<Episode>();
        while (_order.TryTake(isEnd, out Sample sample)) _steps.Add(sample);
        if (isEnd) _steps.Conclude();
        while (_steps.TryTake(out Episode? episode)) episodes.Add(episode);
        return episodes;
    }

    private void Take(in McapMessage message, ChannelReaders readers, bool isFirst)
    {
        ulong time = _mapping.Clock == MessageClock.Log ? message.LogTime : message.PublishTime;
        if (time > long.MaxValue / 2)
        {
            _report.Drop("messages whose time is out of range");
            return;
        }

        if (isFirst) _order.Add(new Sample((long)time, Sample.NewFile, default, message.Place));
        if (readers.For(message) is not { } reader)
        {
            _report.Drop("messages of topics that the mapping does not name");
            return;
        }

        try
        {
            _values.Clear();
            reader.Reader.Read(message.Payload, _values);
        }
        catch (InvalidDataException e)
        {
            _notices?.Invoke(new LogNotice(LogNoticeKind.Damage, message.Place, $"A message of '{message.Channel.Topic}' was skipped: {e.Message}."));
            _report.Drop($"messages of {message.Channel.Topic} that are damaged");
            return;
        }

        _report.Take($"messages of {message.Channel.Topic}");
        foreach (int slot in reader.Slots) Take(slot, (long)time, message.Place);
    }

    private void Take(int slot, long time, LogPlace place)
    {
        FieldValue value = _slots[slot].Convert(_values[slot]);
        string path = _slots[slot].Path.Text;
        if (!value.IsThere)
        {
            _report.Drop($"messages without '{path}'");
            return;
        }

        if (value.Number is { } number && !double.IsFinite(number))
        {
            _report.Drop($"values of '{path}' that are not finite");
            return;
        }

        if (slot == _slots.Action) value = new FieldValue(FindAction(value, place), null);
        else if (value.Number is null && slot != _slots.Episode) throw new LogFormatException(place, $"'{path}' is '{Excerpt.Of(value.Text!)}', expected a number.");
        _came[slot] = true;
        _order.Add(new Sample(time, slot, value, place));
    }

    private int FindAction(FieldValue value, LogPlace place)
    {
        int action = value.Number is { } number ? _actions.Find(number, place) : _actions.Find(Encoding.UTF8.GetBytes(value.Text!), place);
        return action >= 0 ? action : throw new LogFormatException(place, _actions.Fault(value.Number is { } got ? string.Create(null, $"{got}") : Excerpt.Of(value.Text!)));
    }

    /// <summary>Without state, action and reward there is no log; an end may never have come, or never been written down.</summary>
    private void ExpectAll(IReadOnlyList<string> files, SortedSet<string> topics)
    {
        var place = new LogPlace(files[0]);
        for (int slot = 0; slot < _slots.Count; slot++)
        {
            if (_came[slot]) continue;
            if (slot <= _slots.Action || slot == _slots.Reward) throw new LogFormatException(place, Missing(_slots[slot].Path, topics));
            _notices?.Invoke(new LogNotice(LogNoticeKind.MissingField, place, $"{(slot == _slots.Episode ? "Nothing says where episodes begin" : slot == _slots.Terminated ? "No episode is terminated" : "No episode is truncated")}: {Missing(_slots[slot].Path, topics)}"));
        }
    }

    private static string Missing(FieldPath path, SortedSet<string> topics) =>
        topics.Contains(path.Topic) ? $"expected values of '{path.Text}', got messages of the topic without any."
        : topics.Count == 0 ? $"expected messages of the topic '{path.Topic}', got no messages at all."
        : $"expected messages of the topic '{path.Topic}', got the topics {string.Join(", ", topics.Take(30))}.{NearMiss.Hint(path.Topic, topics)}";
}
