using System.ComponentModel.DataAnnotations;

namespace WorldGan.Logs;

/// <summary>Where a value comes from, and what is done to it.</summary>
/// <param name="Field">The field, such as <c>/joint_states.position[2]</c>.</param>
public sealed record MappedField(string Field)
{
    /// <summary>What a number is multiplied with, as from degrees to radians.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What is added then.</summary>
    public double Offset { get; init; }

    /// <summary>For how many seconds the value holds; null for as long as no other one comes.</summary>
    [Range(0.0, 60.0, MinimumIsExclusive = true)]
    public double? MaxAge { get; init; }
}

/// <summary>Where a state variable comes from.</summary>
/// <param name="Name">The state variable.</param>
/// <param name="Field">The field, such as <c>/joint_states.position[2]</c>.</param>
public sealed record MappedVariable(string Name, string Field)
{
    /// <summary>What a number is multiplied with, as from degrees to radians.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What is added then.</summary>
    public double Offset { get; init; }

    /// <summary>For how many seconds the value holds; null takes that of the mapping.</summary>
    [Range(0.0, 60.0, MinimumIsExclusive = true)]
    public double? MaxAge { get; init; }
}

/// <summary>Where the reward comes from.</summary>
/// <param name="Field">The field, such as <c>/reward.data</c>.</param>
public sealed record MappedReward(string Field)
{
    /// <summary>What the values of a step come to.</summary>
    public RewardTake Take { get; init; }

    /// <summary>What a number is multiplied with.</summary>
    public double Scale { get; init; } = 1;
}

/// <summary>What the rewards that came within a step come to.</summary>
public enum RewardTake
{
    /// <summary>The last one; without any, the one before.</summary>
    Last,

    /// <summary>Their sum; without any, 0.</summary>
    Sum,
}
