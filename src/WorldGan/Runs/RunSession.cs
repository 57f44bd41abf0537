using WorldGan.Evaluation;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>What surrounds a run without changing what it learns.</summary>
public sealed record RunSession
{
    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Stops the run with a checkpoint.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Receives what happens, from several threads but one event at a time.</summary>
    public IProgress<RunEvent>? Progress { get; init; }

    /// <summary>Measures how long stages take, such as that of the system; null measures nothing, and the scores have no seconds.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>The true world to score in, where there is one.</summary>
    public IWorld? Simulator { get; init; }

    /// <summary>Policies of that world that a study plays in the true and in the learned one.</summary>
    public IReadOnlyList<NamedPolicy> Policies { get; init; } = [];

    /// <summary>What learns the world and the policy. The result depends on it, and run.json keeps its device; scores are computed on the CPU.</summary>
    public IEngine Engine { get; init; } = new CpuEngine();
}
