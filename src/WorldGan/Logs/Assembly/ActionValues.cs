using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>Physical values as actions: each is taken as the nearest level of its world. What that rounds away is summed up, for the reader of the log is to know.</summary>
internal sealed class ActionValues
{
    /// <summary>How far beyond the outermost levels a value may lie, in gaps between levels: farther out it is in another unit, or broken.</summary>
    private const double FarthestBeyond = 1;

    /// <summary>What is closer, in gaps between levels, is the level itself in single precision.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Mean distance, in gaps between levels, beyond which more levels would help. Evenly spread values have 0.25, levels with some noise far less.</summary>
    private const double TooCoarse = 0.1;

    private readonly WorldSpec _spec;
    private readonly int[] _actions;                       // from the lowest level to the highest
    private readonly double[] _levels;
    private double _sum, _gaps, _largest;
    private long _count, _off;
    private LogPlace _worst;

    public ActionValues(WorldSpec spec)
    {
        _spec = spec;
        _actions = [.. Enumerable.Range(0, spec.Actions.Count).OrderBy(action => spec.Actions[action].Value)];
        _levels = [.. _actions.Select(action => spec.Actions[action].Value ?? throw new ArgumentException($"World '{spec.Name}': expected a value of the action '{spec.Actions[action].Name}', since its logs hold values."))];
    }

    /// <summary>The nearest action, the lower one of two; -1 where the value lies far beyond all levels.</summary>
    public int Find(double value, LogPlace place)
    {
        int found = Array.BinarySearch(_levels, value), above = Math.Clamp(found < 0 ? ~found : found, 1, _levels.Length - 1);
        double gap = _levels[above] - _levels[above - 1];
        int nearest = value - _levels[above - 1] <= _levels[above] - value ? above - 1 : above;
        double distance = Math.Abs(value - _levels[nearest]);
        if (Math.Max(_levels[0] - value, value - _levels[^1]) > FarthestBeyond * gap) return -1;
        Count(distance, distance / gap, place);
        return _actions[nearest];
    }

    /// <summary>What was rounded away, where anything was.</summary>
    public LogNotice? ToNotice()
    {
        if (_off == 0) return null;
        double share = _gaps / _count;
        string advice = share > TooCoarse ? string.Create(null, $" On average that is {100 * share:0} % of the gap between levels: name more levels in world.json.") : "";
        return new LogNotice(LogNoticeKind.RoundedActions, _worst, string.Create(null,
            $"{_off} of {_count} actions lie between the levels of world '{_spec.Name}' and were taken as the nearest: off by {_sum / _count:G3} on average, and here by {_largest:G3}, the most.{advice}"));
    }

    /// <summary>"'action' is 7, far beyond the levels of world 'pendulum', -2 to 2."</summary>
    public string Fault(string got) => string.Create(null, $"'action' is {got}, far beyond the levels of world '{_spec.Name}', {_levels[0]} to {_levels[^1]}.");

    private void Count(double distance, double gaps, LogPlace place)
    {
        _count++;
        if (gaps <= Rounding) return;
        _off++;
        (_sum, _gaps) = (_sum + distance, _gaps + gaps);
        if (distance > _largest) (_largest, _worst) = (distance, place);
    }
}
