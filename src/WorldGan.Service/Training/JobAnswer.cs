using WorldGan.Runs;

namespace WorldGan.Service.Training;

/// <summary>A job, and how far it has come.</summary>
/// <param name="Job">The job.</param>
/// <param name="Progress">How far its training has come; null before its first report since the service began.</param>
internal sealed record JobAnswer(JobDescription Job, JobProgress? Progress)
{
    public static JobAnswer Of(Job job) => new(job.Description, job.Events.Progress is { } advance ? JobProgress.Of(advance) : null);
}

/// <summary>How far a training has come.</summary>
/// <param name="Stage">What is learned: the world, or the policy.</param>
/// <param name="Part">The part of it, such as <c>world.noise</c>.</param>
/// <param name="Steps">Steps done, all members together.</param>
/// <param name="AllSteps">Steps to do.</param>
/// <param name="Values">Losses and errors by name; null where one is not finite.</param>
internal sealed record JobProgress(RunStage Stage, string Part, long Steps, long AllSteps, IReadOnlyDictionary<string, double?> Values)
{
    public static JobProgress Of(StageAdvanced advance) => new(
        advance.Stage, advance.Part, advance.Steps, advance.AllSteps, advance.Values.ToDictionary(value => value.Name, value => double.IsFinite(value.Value) ? value.Value : (double?)null));
}
