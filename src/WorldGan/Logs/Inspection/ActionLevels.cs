using System.Globalization;
using System.Text;
using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>The different actions of a log: names, numbers from 0, or the levels of a physical value.</summary>
internal sealed class ActionLevels
{
    /// <summary>More different actions than this are a continuous control, which a policy over discrete actions cannot learn.</summary>
    private const int Most = 100;

    private readonly Dictionary<string, double?> _levels = new(StringComparer.OrdinalIgnoreCase);
    private byte[] _last = [];

    /// <summary>Takes the action of one step; empty where a line has a state only.</summary>
    public void Add(ReadOnlySpan<byte> text, LogPlace place)
    {
        if (text.IsEmpty || text.SequenceEqual(_last)) return;
        _last = text.ToArray();
        string action = Encoding.UTF8.GetString(text);
        double? number = ValueOf(action) + 0.0;                             // -0 is 0
        _levels.TryAdd(number?.ToString(CultureInfo.InvariantCulture) ?? action, number);
        if (_levels.Count > Most || (number is { } count && count >= Most && IsCount(count)))
            throw new LogFormatException(place, $"'action' is {action}, expected at most {Most} different actions in a log. Round a continuous control to a few levels first.");
    }

    /// <summary>The actions in order; numbers from 0 keep their place, so that they may be given names later.</summary>
    public ActionSpec[] ToSpecs()
    {
        double[] numbers = [.. _levels.Values.OfType<double>()];
        if (numbers.Length < _levels.Count) return Named(_levels.Keys.Order(StringComparer.Ordinal));
        if (numbers.All(IsCount)) return [.. Enumerable.Range(0, 1 + (int)numbers.DefaultIfEmpty(-1).Max()).Select(i => new ActionSpec(i.ToString(CultureInfo.InvariantCulture)))];
        return Named(_levels.OrderBy(l => l.Value).Select(l => l.Key));
    }

    /// <summary>Actions of these names; one that is called by a number stands for that number.</summary>
    public static ActionSpec[] Named(IEnumerable<string> names) => [.. names.Select(n => new ActionSpec(n, ValueOf(n)))];

    private static double? ValueOf(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    private static bool IsCount(double number) => number >= 0 && number == Math.Floor(number);
}
