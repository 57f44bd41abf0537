using WorldGan.Numerics;

namespace WorldGan.Torch.Tests.Training;

/// <summary>What a training reported.</summary>
internal sealed class Reports(Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
{
    private readonly List<TrainingProgress> _all = [];

    public IEnumerable<string> Stages => _all.Select(report => report.Stage);

    /// <summary>All that was measured: stage and name.</summary>
    public IEnumerable<string> Names => _all.SelectMany(report => report.Values.Select(value => $"{report.Stage} {value.Name}")).Distinct();

    public IReadOnlyList<TrainingProgress> All => _all;

    public void Report(TrainingProgress value)
    {
        lock (_all) _all.Add(value);
        then?.Invoke(value);
    }
}
