using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>What a study of world models can draw on.</summary>
public sealed record StudyOptions
{
    /// <summary>The true world, where there is a simulator of it.</summary>
    public IWorld? Truth { get; init; }

    /// <summary>Policies whose episodes' lengths are compared.</summary>
    public IReadOnlyList<NamedPolicy> LengthPolicies { get; init; } = [];

    /// <summary>Policies that are ranked by their returns.</summary>
    public IReadOnlyList<NamedPolicy> Policies { get; init; } = [];

    /// <summary>Episodes of each ranked policy, and their seed.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Stops the study.</summary>
    public CancellationToken Cancellation { get; init; }
}
