namespace WorldGan.Worlds;

/// <summary>What a world is about: its state variables, its actions and how its episodes are counted. Read from world.json.</summary>
public sealed record WorldSpec
{
    /// <summary>Short name, [a-z0-9-]+; the folder's name by convention.</summary>
    public required string Name { get; init; }

    /// <summary>[S] the state variables in the order of every state array.</summary>
    public required IReadOnlyList<StateVariable> State { get; init; }

    /// <summary>[A] the actions; an action's number is its place in this list.</summary>
    public required IReadOnlyList<ActionSpec> Actions { get; init; }

    /// <summary>Discount of future rewards, in (0, 1).</summary>
    public double Discount { get; init; } = 0.99;

    /// <summary>Steps after which an episode is cut (truncated), where there is such a limit.</summary>
    public int? StepLimit { get; init; }

    /// <summary>Duration of a step in seconds, where known.</summary>
    public double? SecondsPerStep { get; init; }

    /// <summary>Lowest and highest reward of a step, where known.</summary>
    public RewardRange? RewardRange { get; init; }

    /// <summary>Name of the true simulator, where there is one.</summary>
    public string? Simulator { get; init; }

    /// <summary>When an episode is known to end, as an expression over the next state; null leaves it to be learned.</summary>
    public string? TerminalWhen { get; init; }

    /// <summary>The reward of a step where it is known, as an expression over the next state; null leaves it to be learned.</summary>
    public string? RewardIs { get; init; }
}

/// <summary>Lowest and highest reward of a step.</summary>
/// <param name="Low">Lowest reward.</param>
/// <param name="High">Highest reward, at least <paramref name="Low"/>.</param>
public readonly record struct RewardRange(double Low, double High);
