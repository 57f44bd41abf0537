using WorldGan.Policies.Planning;

namespace WorldGan.Runs;

/// <summary>What is to be forecast in the learned world of a run.</summary>
public sealed record ForecastRequest
{
    /// <summary>The event: a condition over the state after a step, its <c>reward</c> and whether it is <c>terminal</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Steps to look ahead; null takes those of the plan.</summary>
    public int? Within { get; init; }

    /// <summary>Where all futures begin: a state as JSON, by order or by name, or <c>episode:step</c> of the log; null begins them where logged episodes began.</summary>
    public string? From { get; init; }

    /// <summary>Who acts: <see cref="PolicyChoice.Names"/>, or the file of a policy.</summary>
    public string Policy { get; init; } = PolicyChoice.Trained;

    /// <summary>Actions to take instead of a policy's, such as <c>left*3, right</c>; null where a policy acts.</summary>
    public string? Plan { get; init; }

    /// <summary>How to plan, where the policy does.</summary>
    public PlanningOptions Planning { get; init; } = new();

    /// <summary>Number of futures.</summary>
    public int Futures { get; init; } = 1000;

    /// <summary>Future i is trajectory i of this seed.</summary>
    public ulong Seed { get; init; }
}
