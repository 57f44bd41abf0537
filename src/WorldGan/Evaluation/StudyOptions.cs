using WorldGan.Worlds;

namespace WorldGan.Evaluation;

/// <summary>What a study of world models can draw on.</summary>
public sealed record StudyOptions
{
    /// <summary>The true world, where there is a simulator of it.</summary>
    public IWorld? Truth { get; init; }

    /// <summary>Policies that are played in the true world and in those that stand for it.</summary>
    public IReadOnlyList<NamedPolicy> Policies { get; init; } = [];

    /// <summary>Episodes of each policy, their seed, and the most steps where the world states no limit.</summary>
    public EvaluationOptions Episodes { get; init; } = new() { Episodes = 5000 };

    /// <summary>Threads to use; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Stops the study.</summary>
    public CancellationToken Cancellation { get; init; }
}
