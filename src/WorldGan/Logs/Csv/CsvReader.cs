using System.Globalization;
using System.Text;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Csv;

/// <summary>Reads the episodes of a table as a stream.</summary>
internal sealed class CsvReader
{
    private readonly LogSource _source;
    private readonly WorldSpec _spec;
    private readonly LoggedRewards _rewards;
    private readonly RewardRules _rewardRules;
    private readonly Action<LogNotice>? _report;
    private readonly EpisodeAssembler _episodes;
    private readonly EpisodeNaming _naming;
    private readonly StateRules _rules;
    private readonly ActionNames _actions;
    private readonly CsvFields _fields = new();
    private readonly double[] _state, _nextState;
    private string _episode = "";
    private byte[] _episodeBytes = [];

    public CsvReader(LogSource source, WorldSpec spec, LoggedRewards rewards, LoggedNames names, Action<LogNotice>? report)
    {
        (_source, _spec, _rewards, _rewardRules, _report) = (source, spec, rewards, new RewardRules(rewards), report);
        _episodes = new EpisodeAssembler(spec, report);
        _naming = new EpisodeNaming(_episodes, names, report);
        _rules = new StateRules(spec.State);
        _actions = new ActionNames(spec);
        _state = new double[spec.State.Count];
        _nextState = new double[spec.State.Count];
    }

    public IEnumerable<Episode> Read()
    {
        using Stream stream = _source.Open();
        var lines = new ByteLines(stream, _source.Name, quotes: true);
        if (!lines.TryRead()) throw new LogFormatException(new LogPlace(_source.Name, Line: 1), "expected a header with the names of columns, got an empty file.");
        CsvColumns columns = CsvColumns.Find(lines.Line, _spec, _rewards, lines.Place);
        while (lines.TryRead())
        {
            _fields.Split(lines.Line, columns.Delimiter);
            if (lines.IsUnfinished && IsTorn(columns))
                _report?.Invoke(new LogNotice(LogNoticeKind.TornTail, lines.Place, $"The last line ends in column {_fields.Count} of {columns.Names.Length} and was skipped."));
            else
                Take(columns, lines.Place);
            while (_episodes.TryTake(out Episode? episode)) yield return episode;
        }

        if (_actions.ToNotice() is { } doubt) _report?.Invoke(doubt);
        _episodes.Conclude();
        while (_episodes.TryTake(out Episode? episode)) yield return episode;
    }

    private bool IsTorn(CsvColumns columns) =>
        _fields.Count < columns.Names.Length || (_fields.Count == columns.Names.Length && _fields[_fields.Count - 1].IsEmpty && !IsFinalState(columns));

    private bool IsFinalState(CsvColumns columns) => _fields[columns.Action].IsEmpty && HasNoReward(columns);

    private bool HasNoReward(CsvColumns columns) => columns.Reward < 0 || _fields[columns.Reward].IsEmpty;

    private void Take(CsvColumns columns, LogPlace place)
    {
        if (_fields.Count != columns.Names.Length)
            throw new LogFormatException(place, $"expected {columns.Names.Length} columns, got {_fields.Count}.");

        ReadState(columns, columns.State, _state, place);
        bool isFinalState = IsFinalState(columns);
        string? episode = columns.Episode < 0 ? null : ReadEpisode(_fields[columns.Episode]);
        (string name, int number) = _naming.Next(episode, ReadStep(columns, place), isFinalState, place);
        if (isFinalState)
        {
            _episodes.AddFinalState(new LogStep { Episode = name, Step = number, State = _state, Place = place });
            return;
        }

        bool hasNextState = columns.NextState.Length > 0 && !_fields[columns.NextState[0]].IsEmpty;
        if (hasNextState) ReadState(columns, columns.NextState, _nextState, place);
        Ending ending = ReadEnding(columns, place);
        _episodes.Add(new LogStep
        {
            Episode = name,
            Step = number,
            State = _state,
            Action = ReadAction(columns, place),
            Reward = ReadReward(columns, place),
            ActionProbability = ReadProbability(columns, place),
            Ending = ending,
            NextState = hasNextState ? _nextState : default(ReadOnlySpan<double>),
            Place = place,
        });
        _naming.Ended(ending != Ending.None);
    }

    private string ReadEpisode(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual(_episodeBytes)) return _episode;
        _episodeBytes = text.ToArray();
        return _episode = Encoding.UTF8.GetString(text);
    }

    private int? ReadStep(CsvColumns columns, LogPlace place)
    {
        if (columns.Step < 0) return null;
        double step = ReadNumber(columns, columns.Step, place);
        return step >= 0 && step < int.MaxValue && step == Math.Floor(step) ? (int)step : throw Fault(columns, columns.Step, place, "a whole number from 0");
    }

    private void ReadState(CsvColumns columns, int[] fields, double[] state, LogPlace place)
    {
        for (int i = 0; i < fields.Length; i++) state[i] = ReadNumber(columns, fields[i], place);
        if (_rules.FindFault(state, fields == columns.State ? "" : "next_") is { } fault) throw new LogFormatException(place, fault);
    }

    private double ReadNumber(CsvColumns columns, int field, LogPlace place) =>
        double.TryParse(_fields[field], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Fault(columns, field, place, _fields[field].Contains((byte)',') ? "a finite number with a decimal point, not a comma" : "a finite number");

    private double? ReadReward(CsvColumns columns, LogPlace place) =>
        _rewardRules.Next(_rewardRules.AreOptional && HasNoReward(columns) ? null : ReadNumber(columns, columns.Reward, place), place);

    private double? ReadProbability(CsvColumns columns, LogPlace place)
    {
        if (columns.ActionProbability < 0 || _fields[columns.ActionProbability].IsEmpty) return null;
        double probability = ReadNumber(columns, columns.ActionProbability, place);
        return EpisodeRules.IsProbability(probability) ? probability : throw Fault(columns, columns.ActionProbability, place, EpisodeRules.Probability);
    }

    private int ReadAction(CsvColumns columns, LogPlace place)
    {
        int action = _actions.Find(_fields[columns.Action], place);
        return action >= 0 ? action : throw new LogFormatException(place, _actions.Fault(Got(columns.Action)));
    }

    /// <summary>Where a step is both, terminal wins: a true end has no value to bootstrap from.</summary>
    private Ending ReadEnding(CsvColumns columns, LogPlace place)
    {
        bool terminated = ReadFlag(columns, columns.Terminated, place);
        bool truncated = columns.Truncated >= 0 && ReadFlag(columns, columns.Truncated, place);
        return terminated ? Ending.Terminal : truncated ? Ending.TimeLimit : Ending.None;
    }

    private bool ReadFlag(CsvColumns columns, int field, LogPlace place)
    {
        ReadOnlySpan<byte> text = _fields[field];
        if (text.SequenceEqual("0"u8)) return false;
        if (text.SequenceEqual("1"u8)) return true;
        return Encoding.UTF8.GetString(text).ToLowerInvariant() switch
        {
            "false" or "0.0" => false,
            "true" or "1.0" => true,
            _ => throw Fault(columns, field, place, "0, 1, false or true"),
        };
    }

    private LogFormatException Fault(CsvColumns columns, int field, LogPlace place, string expected) =>
        new(place, $"'{columns.Names[field]}' is {Got(field)}, expected {expected}.");

    /// <summary>A field for a message: short, and in quotes unless it is a number.</summary>
    private string Got(int field)
    {
        string text = Encoding.UTF8.GetString(_fields[field]);
        if (text.Length == 0) return "empty";
        if (text.Length > 40) text = text[..40] + "…";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? text : $"'{text}'";
    }
}
