using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>How fast a stage goes since this process began on it, and how long it still takes at that rate.</summary>
internal sealed class StageRate(TimeProvider time)
{
    private const double LeastSeconds = 1;                 // before, a rate is noise

    private readonly long _began = time.GetTimestamp();
    private double _stepsPerSecond;
    private TimeSpan? _left;

    public void Count(StageAdvanced stage)
    {
        double seconds = time.GetElapsedTime(_began).TotalSeconds;
        _stepsPerSecond = seconds < LeastSeconds ? 0 : (stage.Steps - stage.StepsBefore) / seconds;
        _left = _stepsPerSecond > 0 ? TimeSpan.FromSeconds((stage.AllSteps - stage.Steps) / _stepsPerSecond) : null;
    }

    public override string ToString() => _left is { } left ? FormattableString.Invariant($"{_stepsPerSecond:N0} steps/s, {(int)left.TotalMinutes}:{left.Seconds:00} left") : "";
}
