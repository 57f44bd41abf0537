using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>One recorded episode, or an unbroken piece of one: T steps and the T + 1 states around them.</summary>
public sealed record Episode
{
    /// <summary>The episode's name in its log.</summary>
    public required string Id { get; init; }

    /// <summary>Steps of the episode before the first one here; 0 unless the log begins in its middle or lost rows before it.</summary>
    public int FirstStep { get; init; }

    /// <summary>[T + 1, S] states in the units of the specification, the final next state last.</summary>
    public required double[] States { get; init; }

    /// <summary>[T] indices of actions.</summary>
    public required int[] Actions { get; init; }

    /// <summary>[T] rewards; empty where the log has none.</summary>
    public required double[] Rewards { get; init; }

    /// <summary>[T] the probability, above 0 and up to 1, with which whoever acted took each action; empty where the log does not say.</summary>
    public double[] ActionProbabilities { get; init; } = [];

    /// <summary><see cref="Ending.Terminal"/>, <see cref="Ending.TimeLimit"/> (truncated), or <see cref="Ending.None"/> where the log simply stops.</summary>
    public required Ending Ending { get; init; }

    /// <summary>Whether the log says what each step earned.</summary>
    public bool HasRewards => Rewards.Length > 0 || Count == 0;

    /// <summary>T, the number of steps.</summary>
    public int Count => Actions.Length;
}
