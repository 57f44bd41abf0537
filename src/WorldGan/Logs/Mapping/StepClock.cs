namespace WorldGan.Logs.Mapping;

/// <summary>The times at which the steps of a stretch begin: a grid from its first moment on.</summary>
internal sealed class StepClock(double rate)
{
    private readonly double _period = 1e9 / rate;
    private long _origin;

    /// <summary>Nanoseconds of a step.</summary>
    public double Period => _period;

    public void Begin(long time) => _origin = time;

    /// <summary>When step <paramref name="step"/> begins.</summary>
    public long Of(int step) => _origin + (long)Math.Round(step * _period);

    /// <summary>How many steps there are in a span of time.</summary>
    public long Steps(long nanoseconds) => (long)Math.Round(nanoseconds / _period);
}
