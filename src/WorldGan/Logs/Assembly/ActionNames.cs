using System.Globalization;
using System.Text;
using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>
/// Actions as they stand in a log: by name, or by number. In a world where a name is itself a number (a drafted world whose actions are the
/// levels -2, 0 and 2, say) actions go by name only, numbers compared as numbers; otherwise 1 could be the second action or the action called 1. Where
/// the world says that logs hold values, every number is one.
/// </summary>
internal sealed class ActionNames
{
    private readonly WorldSpec _spec;
    private readonly double?[] _numericNames;
    private readonly byte[][] _utf8Names;
    private readonly ActionValues? _values;
    private readonly int[]? _byValue;                       // [A] the action whose value each place is too, -1 for none; null where places are no values
    private bool _cannotBeValues;
    private (LogPlace Place, int Number)? _ambiguous;

    public ActionNames(WorldSpec spec)
    {
        _spec = spec;
        _numericNames = [.. spec.Actions.Select(a => double.TryParse(a.Name, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) ? x : (double?)null)];
        _utf8Names = [.. spec.Actions.Select(a => Encoding.UTF8.GetBytes(a.Name))];
        _values = spec.LoggedActions == LoggedActions.Values ? new ActionValues(spec) : null;
        GoByNameOnly = _numericNames.Any(x => x is not null);
        if (!GoByValue && !GoByNameOnly && spec.Actions.All(a => a.Value is not null))
            _byValue = [.. Enumerable.Range(0, spec.Actions.Count).Select(place => spec.Actions.Index().FirstOrDefault(a => a.Item.Value == place, (-1, null!)).Index)];
    }

    /// <summary>Whether a number in a log means the action of that name rather than of that place.</summary>
    public bool GoByNameOnly { get; }

    /// <summary>Whether a number in a log is a physical value.</summary>
    public bool GoByValue => _values is not null;

    /// <summary>The action's index, or -1 where there is none.</summary>
    public int Find(double number, LogPlace place)
    {
        if (_values is not null) return double.IsFinite(number) ? _values.Find(number, place) : -1;
        if (GoByNameOnly) return Array.IndexOf(_numericNames, number);
        int index = number >= 0 && number < _spec.Actions.Count && number == Math.Floor(number) ? (int)number : -1;
        if (index >= 0 && _byValue is not null && _byValue[index] != index)
        {
            _cannotBeValues |= _byValue[index] < 0;
            _ambiguous ??= (place, index);
        }

        return index;
    }

    /// <summary>The action's index, or -1 where there is none; names match in any case.</summary>
    /// <param name="text">UTF-8: a name or a number.</param>
    /// <param name="place">Where it stands.</param>
    public int Find(ReadOnlySpan<byte> text, LogPlace place)
    {
        for (int i = 0; i < _utf8Names.Length; i++)
            if (text.SequenceEqual(_utf8Names[i])) return _values is not null && _numericNames[i] is { } level ? Find(level, place) : i;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return Find(number, place);
        string name = Encoding.UTF8.GetString(text);
        for (int i = 0; i < _spec.Actions.Count; i++)
            if (string.Equals(name, _spec.Actions[i].Name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    /// <summary>What was rounded away so far, where the log holds values; where it may hold them and the world does not say so, what its numbers were taken for.</summary>
    public LogNotice? ToNotice() => _values is not null ? _values.ToNotice()
        : _cannotBeValues || _ambiguous is not ({ } place, var number) ? null
        : new LogNotice(LogNoticeKind.AmbiguousActions, place, string.Create(null,
            $"'action' is {number}, and was taken as '{_spec.Actions[number].Name}', which is at place {number} in world '{_spec.Name}'. If it is the value of '{_spec.Actions[_byValue![number]].Name}', say \"loggedActions\": \"values\" in world.json."));

    /// <summary>How an action is written: its number, its name where actions go by name only, or its value where logs hold values.</summary>
    public string Format(int action) => GoByValue ? _spec.Actions[action].Value!.Value.ToString(CultureInfo.InvariantCulture) : GoByNameOnly ? _spec.Actions[action].Name : action.ToString(CultureInfo.InvariantCulture);

    /// <summary>"'action' is 3, but world 'cartpole' has actions 0 (left) and 1 (right)."</summary>
    public string Fault(string got)
    {
        if (_values is not null && double.TryParse(got, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return _values.Fault(got);
        string[] known = [.. _spec.Actions.Take(10).Select((a, i) => GoByValue ? string.Create(null, $"{a.Value} ({a.Name})") : GoByNameOnly ? a.Name : string.Create(null, $"{i} ({a.Name})"))];
        string list = _spec.Actions.Count > 10 ? $"{string.Join(", ", known)} and so on, {_spec.Actions.Count} in all"
            : known.Length < 2 ? string.Concat(known)
            : $"{string.Join(", ", known[..^1])} and {known[^1]}";
        return $"'action' is {got}, but world '{_spec.Name}' has {(known.Length == 1 ? "the action" : "actions")} {list}.{Hint(got)}";
    }

    /// <summary>A number that is no action may be a value.</summary>
    private string Hint(string got) => !GoByValue && _spec.Actions.All(a => a.Value is not null) && double.TryParse(got, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        ? " If the log holds values of actions, say \"loggedActions\": \"values\" in world.json."
        : "";
}
