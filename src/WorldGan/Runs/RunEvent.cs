namespace WorldGan.Runs;

/// <summary>Something that those who watch a run may want to show.</summary>
public abstract record RunEvent;

/// <summary>The logs were read.</summary>
/// <param name="Transitions">Number of transitions.</param>
/// <param name="Episodes">Number of episodes.</param>
public sealed record DataWasRead(int Transitions, int Episodes) : RunEvent;

/// <summary>Something about the data or the run that may spoil the result.</summary>
/// <param name="Message">A sentence or two.</param>
public sealed record RunWarning(string Message) : RunEvent;

/// <summary>A stage begins, or is skipped since its result is there.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="IsSkipped">Its result is there.</param>
/// <param name="Detail">Which of several it is, such as the name of a baseline.</param>
public sealed record StageBegan(RunStage Stage, bool IsSkipped, string? Detail = null) : RunEvent;

/// <summary>A stage has come further.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Steps">Steps done, all members together, also those before a stop.</param>
/// <param name="StepsBefore">Those of them that were done before a stop.</param>
/// <param name="AllSteps">Steps to do.</param>
/// <param name="Part">What is being trained, such as <c>world.noise</c>.</param>
/// <param name="Values">Losses and errors by name.</param>
public sealed record StageAdvanced(RunStage Stage, long Steps, long StepsBefore, long AllSteps, string Part, IReadOnlyList<(string Name, double Value)> Values) : RunEvent;

/// <summary>The stages of a run, in order.</summary>
public enum RunStage
{
    /// <summary>The world is learned.</summary>
    World,

    /// <summary>The policy is learned.</summary>
    Policy,

    /// <summary>World models to compare with are learned.</summary>
    Baselines,

    /// <summary>What was learned is scored.</summary>
    Scores,
}
