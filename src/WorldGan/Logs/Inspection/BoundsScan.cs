using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>Counts the episodes in which a variable leaves the bounds that its world states, by more than the noise of a sensor at its stop.</summary>
/// <param name="variable">The variable.</param>
internal sealed class BoundsScan(StateVariable variable)
{
    private const double Noise = 0.01;                     // of the range between the bounds, or of the log's where one is missing
    private const double Rounding = 1e-6;                  // of the bound, to single precision

    private readonly double _low = variable.Low ?? double.NegativeInfinity, _high = variable.High ?? double.PositiveInfinity;
    private readonly RangeScan _values = new();
    private readonly List<double> _excess = [];            // [E] how far each episode goes beyond them at most

    public string Name => variable.Name;

    /// <summary>"0 to 3", "at least 0".</summary>
    public string Words => string.Create(null, $"{(variable.Low is null ? "at most " : variable.High is null ? "at least " : $"{_low} to ")}{variable.High ?? variable.Low}");

    /// <summary>Episodes that leave the bounds.</summary>
    public int Episodes => _excess.Count(excess => excess > Slack);

    /// <summary>How far, at most.</summary>
    public double Most => _excess.DefaultIfEmpty().Max();

    private double Slack => Noise * (double.IsFinite(_high - _low) ? _high - _low : _values.High - _values.Low) + Rounding * Math.Max(Math.Abs(variable.Low ?? 0), Math.Abs(variable.High ?? 0));

    /// <summary>The values that follow are of the next episode.</summary>
    public void Begin() => _excess.Add(0);

    public void Add(double value)
    {
        _values.Add(value);
        double excess = Math.Max(_low - value, value - _high);
        if (excess > _excess[^1]) _excess[^1] = excess;
    }
}
