using System.Diagnostics.Metrics;
using WorldGan.Runs;
using WorldGan.Service.Operations;

namespace WorldGan.Service.Training;

/// <summary>Jobs and how far they have come.</summary>
internal sealed class TrainingMetrics
{
    private readonly Counter<long> _attempts;

    public TrainingMetrics(IMeterFactory meters, JobBook book, IWorldCatalogue worlds)
    {
        Meter meter = meters.Create(ServiceMeter.Name);
        _attempts = meter.CreateCounter<long>("worldgan.job.attempts", description: "Attempts of jobs that have ended, by outcome.");
        meter.CreateObservableGauge("worldgan.job.open", () => worlds.All.Select(world => Of(world, book.Of(world).Count(job => !job.Description.HasEnded()))), description: "Jobs that wait or run.");
        meter.CreateObservableGauge("worldgan.job.progress", () => Running().Select(job => Of(job.World, (double)job.Events.Progress!.Steps / Math.Max(1, job.Events.Progress.AllSteps), ("stage", Stage(job.Events.Progress)))),
            description: "Share of its present stage that the running job has done.");
        meter.CreateObservableGauge("worldgan.job.loss", () => Running().SelectMany(job => job.Events.Progress!.Values.Where(value => double.IsFinite(value.Value))
            .Select(value => Of(job.World, value.Value, ("part", job.Events.Progress.Part), ("name", value.Name)))), description: "Losses and errors that the running job told last.");

        IEnumerable<Job> Running() => worlds.All.SelectMany(book.Of).Where(job => job.Description.State == JobState.Running && job.Events.Progress is not null);
    }

    /// <summary>An attempt has ended.</summary>
    public void Ended(Job job, string outcome) => _attempts.Add(1, new("world", job.World.Name.Value), new("outcome", outcome));

    private static string Stage(StageAdvanced advance) => advance.Stage.ToString().ToLowerInvariant();

    private static Measurement<T> Of<T>(HostedWorld world, T value, params (string Key, string Value)[] tags)
        where T : struct => new(value, [new("world", world.Name.Value), .. tags.Select(tag => new KeyValuePair<string, object?>(tag.Key, tag.Value))]);
}
