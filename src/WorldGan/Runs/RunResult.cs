using WorldGan.Evaluation;
using WorldGan.Evaluation.OffPolicy;

namespace WorldGan.Runs;

/// <summary>What a run has come to.</summary>
/// <param name="Folder">Where its files are.</param>
/// <param name="Description">What it is made of.</param>
/// <param name="World">Errors of the learned world on held-out episodes.</param>
/// <param name="Policy">Returns of the policy and of those beside it.</param>
/// <param name="Study">The world beside the true one and beside baselines; null where no study was asked for.</param>
public sealed record RunResult(RunFolder Folder, RunDescription Description, WorldModelReport World, PolicyReport Policy, StudyReport? Study)
{
    /// <summary>What the policy is worth, told without trying it; null where that was not asked for, or there is no policy.</summary>
    public OffPolicyReport? OffPolicy { get; init; }

    /// <summary>How far that can be believed; null where that was not asked for.</summary>
    public OffPolicyStudy? OffPolicyStudy { get; init; }

    /// <summary>What policies from the log alone are worth, and the random one; null where that was not asked for.</summary>
    public IReadOnlyList<ComparedPolicy>? Baselines { get; init; }

    /// <summary>What the policy is called in the scores.</summary>
    public string PolicyName { get; init; } = "trained policy";

    /// <summary>The file of the scores.</summary>
    public string Scores { get; init; } = Folder.Scores;

    /// <summary>What went wrong in training, in sentences, each with the number of members that it holds for.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
