namespace WorldGan.Cli.Display;

/// <summary>How fast a stage goes since this process began on it, and how long it still takes at that rate.</summary>
internal sealed class StageRate(TimeProvider time)
{
    private const double LeastSeconds = 1;                 // before, a rate is noise

    private long _first = -1, _began;

    public double StepsPerSecond { get; private set; }

    public TimeSpan? Left { get; private set; }

    public void Count(long steps, long allSteps)
    {
        if (_first < 0) (_first, _began) = (steps, time.GetTimestamp());
        double seconds = time.GetElapsedTime(_began).TotalSeconds;
        StepsPerSecond = seconds >= LeastSeconds ? (steps - _first) / seconds : 0;
        Left = StepsPerSecond > 0 ? TimeSpan.FromSeconds((allSteps - steps) / StepsPerSecond) : null;
    }

    public override string ToString() => Left is { } left ? FormattableString.Invariant($"{StepsPerSecond:N0} steps/s, {(int)left.TotalMinutes}:{left.Seconds:00} left") : "";
}
