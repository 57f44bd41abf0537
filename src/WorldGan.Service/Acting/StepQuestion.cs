using System.Text.Json;

namespace WorldGan.Service.Acting;

/// <summary>A question for one step of each of B imagined episodes.</summary>
internal sealed record StepQuestion
{
    /// <summary>[B] the states before the actions: as the last answer gave them, or the present variables alone where an episode begins.</summary>
    public double[]?[]? States { get; init; }

    /// <summary>[B] the actions: numbers or names.</summary>
    public JsonElement[]? Actions { get; init; }

    /// <summary>[B] which episode of the seed each row is; null takes 0, 1, 2, …</summary>
    public long[]? Trajectories { get; init; }

    /// <summary>[B] steps of each episode before this one; null takes 0.</summary>
    public long[]? Steps { get; init; }

    /// <summary>The same seed gives the same answers; null takes 0.</summary>
    public long? Seed { get; init; }

    /// <summary>The version whose world is asked; null takes the published one.</summary>
    public int? Version { get; init; }
}

/// <summary>A question for states in which episodes begin.</summary>
internal sealed record ResetQuestion
{
    /// <summary>[B] which episodes of the seed; null takes the first one alone.</summary>
    public long[]? Trajectories { get; init; }

    /// <summary>The same seed gives the same states; null takes 0.</summary>
    public long? Seed { get; init; }

    /// <summary>The version whose world is asked; null takes the published one.</summary>
    public int? Version { get; init; }
}

/// <summary>What became of one step of each of B episodes.</summary>
/// <param name="Version">The version that was asked.</param>
/// <param name="States">[B, Width] the states after the actions, with a history the whole rows; null where an ending is invalid.</param>
/// <param name="Rewards">[B] rewards; null where an ending is invalid.</param>
/// <param name="Endings">[B] none, terminal, time-limit, left-support or invalid.</param>
internal sealed record StepAnswer(int Version, float[]?[] States, float?[] Rewards, string[] Endings);

/// <summary>States in which episodes begin.</summary>
/// <param name="Version">The version that was asked.</param>
/// <param name="States">[B, Width] the states, with a history the whole rows.</param>
internal sealed record ResetAnswer(int Version, float[][] States);
