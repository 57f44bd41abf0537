using System.Globalization;
using System.Text;
using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>The different actions of a log: names, numbers from 0, or the levels of a physical value.</summary>
internal sealed class ActionLevels
{
    /// <summary>More different actions than this are a continuous control, which a policy over discrete actions cannot learn.</summary>
    private const int Most = 100;

    private readonly Dictionary<string, double?> _levels = new(StringComparer.Ordinal);
    private byte[] _last = [];

    /// <summary>Takes the action of one step; empty where a line has a state only.</summary>
    public void Add(ReadOnlySpan<byte> text, LogPlace place)
    {
        if (text.IsEmpty || text.SequenceEqual(_last)) return;
        _last = text.ToArray();
        string action = Encoding.UTF8.GetString(text);
        bool isNumber = double.TryParse(action, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
        _levels.TryAdd(isNumber ? number.ToString(CultureInfo.InvariantCulture) : action, isNumber ? number : null);
        if (_levels.Count > Most || (isNumber && IsCount(number) && number >= Most))
            throw new LogFormatException(place, $"'action' is {action}, expected at most {Most} different actions in a log. Round a continuous control to a few levels first.");
    }

    /// <summary>The actions in order; numbers from 0 keep their place, so that they may be given names later.</summary>
    public ActionSpec[] ToSpecs()
    {
        double[] numbers = [.. _levels.Values.OfType<double>()];
        if (numbers.Length < _levels.Count) return [.. _levels.Keys.Order(StringComparer.Ordinal).Select(n => new ActionSpec(n))];
        if (numbers.All(IsCount)) return [.. Enumerable.Range(0, 1 + (int)numbers.DefaultIfEmpty(-1).Max()).Select(i => new ActionSpec(i.ToString(CultureInfo.InvariantCulture)))];
        return [.. _levels.OrderBy(l => l.Value).Select(l => new ActionSpec(l.Key, l.Value))];
    }

    private static bool IsCount(double number) => number >= 0 && number == Math.Floor(number);
}
