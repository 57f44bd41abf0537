namespace WorldGan.Runs;

/// <summary>How long the stages of a run took, pauses not counted.</summary>
internal sealed record RunSeconds
{
    /// <summary>Seconds of learning the world; null where it was not learned here.</summary>
    public double? World { get; init; }

    /// <summary>Seconds of learning the policy; null where it was not learned here.</summary>
    public double? Policy { get; init; }

    public double? Of(RunStage stage) => stage == RunStage.World ? World : Policy;

    public RunSeconds With(RunStage stage, double? seconds) => stage == RunStage.World ? this with { World = seconds } : this with { Policy = seconds };
}
