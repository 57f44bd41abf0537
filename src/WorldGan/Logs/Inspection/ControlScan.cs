using System.Globalization;
using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>The values of a continuous control, and a few levels for them.</summary>
internal sealed class ControlScan
{
    private const int Levels = 5;

    /// <summary>Of evenly spaced levels each is to be that of so many values: what none is near teaches nothing.</summary>
    private const double LeastShare = 0.02;

    /// <summary>Values in memory; of longer logs every second is kept, every fourth, and so on.</summary>
    private const int MostValues = 1 << 20;

    private readonly RangeScan _range = new();
    private readonly List<double> _values = [];
    private long _count, _stride = 1;

    public void Add(double value)
    {
        _range.Add(value);
        if (_count++ % _stride != 0) return;
        if (_values.Count == MostValues) Thin();
        _values.Add(value);
    }

    /// <summary>The world with a level for each of a few actions: evenly spaced where values are, else at the quartiles.</summary>
    public LogShape Propose(LogShape shape)
    {
        bool isEven = AreSpreadOver(Levels);
        double[] levels = Rounded(isEven ? [.. Enumerable.Range(0, Levels).Select(i => _range.Low + i * (_range.High - _range.Low) / (Levels - 1))] : Quartiles());
        string warning = string.Create(null, $"'action' is a continuous control from {_range.Low:G4} to {_range.High:G4}: the draft has {levels.Length} levels of it, {(isEven ? "evenly spaced" : "at the quartiles")}, and takes each value as the nearest.");
        return shape with
        {
            Spec = shape.Spec with { Actions = ActionLevels.Named(levels.Select(level => level.ToString(CultureInfo.InvariantCulture))), LoggedActions = levels.Length > 1 ? LoggedActions.Values : LoggedActions.Names },
            Warnings = [.. shape.Warnings, warning],
        };
    }

    private void Thin()
    {
        for (int i = 0; i < MostValues / 2; i++) _values[i] = _values[2 * i];
        _values.RemoveRange(MostValues / 2, MostValues / 2);
        _stride *= 2;
    }

    private bool AreSpreadOver(int levels)
    {
        var counts = new int[levels];
        foreach (double value in _values) counts[(int)Math.Round((value - _range.Low) / (_range.High - _range.Low) * (levels - 1))]++;
        return counts.All(count => count >= LeastShare * _values.Count);
    }

    // The ends are in any case levels: what is far beyond all levels could not be read.
    private double[] Quartiles()
    {
        double[] sorted = [.. _values.Order()];
        IEnumerable<double> inner = Enumerable.Range(1, Levels - 2).Select(i => sorted[(int)((long)i * (sorted.Length - 1) / (Levels - 1))]);
        return [.. inner.Prepend(_range.Low).Append(_range.High).Distinct().Order()];
    }

    /// <summary>To about a hundredth of the least gap, so that levels have names that people can read.</summary>
    private static double[] Rounded(double[] levels)
    {
        double gap = levels.Zip(levels.Skip(1), (low, high) => high - low).DefaultIfEmpty().Min();
        if (!double.IsFinite(gap) || gap == 0) return levels;
        int exponent = int.Parse(gap.ToString("E0", CultureInfo.InvariantCulture)[2..], CultureInfo.InvariantCulture) - 2;      // 4E+000
        double unit = Parse(1, exponent);
        return unit == 0 ? levels : [.. levels.Select(level => Parse(Math.Round(level / unit) + 0.0, exponent))];

        static double Parse(double digits, int exponent) => double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits:F0}E{exponent}"), CultureInfo.InvariantCulture);
    }
}
