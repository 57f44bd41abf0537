using System.Globalization;
using System.Text;
using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>The different actions of a log: names, numbers from 0, the levels of a physical value, or a continuous control for which levels are proposed.</summary>
internal sealed class ActionLevels
{
    /// <summary>More different actions than this are a continuous control: a policy decides between few.</summary>
    private const int Most = 100;

    private readonly Dictionary<string, double?> _levels = new(StringComparer.OrdinalIgnoreCase);
    private readonly ControlScan _control = new();
    private byte[] _last = [];
    private double? _number;
    private bool _hasNames;

    /// <summary>Takes the action of one step; empty where a line has a state only.</summary>
    public void Add(ReadOnlySpan<byte> text, LogPlace place)
    {
        if (text.IsEmpty) return;
        if (!text.SequenceEqual(_last)) AddDifferent(text, place);
        if (_number is { } number) _control.Add(number);
    }

    /// <summary>The world with the actions in order; numbers from 0 keep their place, so that they may be given names later.</summary>
    /// <param name="shape">A world whose actions are still to be found.</param>
    public LogShape Complete(LogShape shape)
    {
        if (!_hasNames && IsContinuous) return _control.Propose(shape);
        return shape with { Spec = shape.Spec with { Actions = ToSpecs() } };
    }

    /// <summary>Actions of these names; one that is called by a number stands for that number.</summary>
    public static ActionSpec[] Named(IEnumerable<string> names) => [.. names.Select(n => new ActionSpec(n, ValueOf(n)))];

    private bool IsContinuous => _levels.Count > Most || _levels.Values.Any(level => level >= Most && IsCount(level.Value));

    private void AddDifferent(ReadOnlySpan<byte> text, LogPlace place)
    {
        _last = text.ToArray();
        string action = Encoding.UTF8.GetString(text);
        _number = ValueOf(action) + 0.0;                                    // -0 is 0
        _hasNames |= _number is null;
        if (_levels.Count <= Most) _levels.TryAdd(_number?.ToString(CultureInfo.InvariantCulture) ?? action, _number);
        if (_hasNames && IsContinuous)
            throw new LogFormatException(place, $"'action' is {action}, expected at most {Most} different actions in a log with names of actions.");
    }

    private ActionSpec[] ToSpecs()
    {
        double[] numbers = [.. _levels.Values.OfType<double>()];
        if (numbers.Length < _levels.Count) return Named(_levels.Keys.Order(StringComparer.Ordinal));
        if (numbers.All(IsCount)) return [.. Enumerable.Range(0, 1 + (int)numbers.DefaultIfEmpty(-1).Max()).Select(i => new ActionSpec(i.ToString(CultureInfo.InvariantCulture)))];
        return Named(_levels.OrderBy(l => l.Value).Select(l => l.Key));
    }

    private static double? ValueOf(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    private static bool IsCount(double number) => number >= 0 && number == Math.Floor(number);
}
