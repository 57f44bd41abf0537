using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>One step as a log gives it: some forms leave out the state or the next state where the neighbouring step has it.</summary>
internal ref struct LogStep
{
    /// <summary>The episode's name.</summary>
    public required string Episode { get; init; }

    /// <summary>Number of the step in its episode, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>[S] the state before the action; empty where the log does not say.</summary>
    public ReadOnlySpan<double> State { get; init; }

    public int Action { get; init; }

    /// <summary>What the step earned; null where the log does not say.</summary>
    public double? Reward { get; init; }

    /// <summary>How probable the action was to whoever took it; null where the log does not say.</summary>
    public double? ActionProbability { get; init; }

    public Ending Ending { get; init; }

    /// <summary>[S] the state after the action; empty where the log does not say.</summary>
    public ReadOnlySpan<double> NextState { get; init; }

    /// <summary>True for the last step of an episode whose record simply stops.</summary>
    public bool Stops { get; init; }

    public required LogPlace Place { get; init; }
}
