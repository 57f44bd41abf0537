using WorldGan.Numerics;

namespace WorldGan.Runs;

/// <summary>Takes the reports of one stage's members, from any thread, and passes them on in single file: to the metrics, the clock and the run's watcher.</summary>
internal sealed class StageProgress(RunStage stage, MetricsFile? metrics, StageClock? clock, IProgress<RunEvent>? watcher) : IProgress<TrainingProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _steps = [], _stepsBefore = [];
    private readonly HashSet<string> _warned = [];         // once, whichever member was first; the run's result says how many there were

    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            if (value.Values.Count > 0) metrics?.Add(value);
            clock?.Count(stage);
            _steps[value.Member] = value.Step;
            _stepsBefore.TryAdd(value.Member, value.Step);                  // a member's first report says where it goes on
            foreach (string warning in value.Incident is { } incident ? value.Warnings.Append(incident) : value.Warnings)
                if (_warned.Add(warning)) watcher?.Report(new RunWarning($"Member {value.Member} of {value.Members}, step {value.Step}: {warning}"));
            watcher?.Report(new StageAdvanced(stage, Sum(_steps), Sum(_stepsBefore), (long)value.Members * value.Steps, value.Stage, value.Values));
        }
    }

    private static long Sum(Dictionary<int, int> steps) => steps.Values.Sum(s => (long)s);
}
