using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>What is asked of a new run.</summary>
public sealed record RunRequest
{
    /// <summary>The world that was recorded.</summary>
    public required WorldSpec World { get; init; }

    /// <summary>Paths of the logs, in the order in which they are to be read.</summary>
    public required IReadOnlyList<string> Logs { get; init; }

    /// <summary>Paths of an expert's logs: the world is learned from them, too, and with <see cref="Policies.RewardKind.Imitation"/> the policy is to do what they show. No rewards are needed then in any log.</summary>
    public IReadOnlyList<string> Experts { get; init; } = [];

    /// <summary>What the run is to end with.</summary>
    public RunGoal Goal { get; init; }

    /// <summary>The settings.</summary>
    public RunSettings Settings { get; init; } = new();
}
