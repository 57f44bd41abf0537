using WorldGan.Numerics;

namespace WorldGan.Runs;

/// <summary>Takes the reports of one stage's members, from any thread, and passes them on in single file: to the metrics, the clock and the run's watcher.</summary>
internal sealed class StageProgress(RunStage stage, MetricsFile metrics, StageClock clock, IProgress<RunEvent>? watcher) : IProgress<TrainingProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _steps = [];

    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            if (value.Values.Count > 0) metrics.Add(value);
            clock.Count(stage);
            _steps[value.Member] = value.Step;
            watcher?.Report(new StageAdvanced(stage, _steps.Values.Sum(s => (long)s), (long)value.Members * value.Steps, value.Stage, value.Values));
        }
    }
}
