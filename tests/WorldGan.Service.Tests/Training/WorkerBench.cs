using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WorldGan.Runs;
using WorldGan.Service.Training;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Training;

/// <summary>A folder, a clock and meters for workers of one test, and how it waits for jobs.</summary>
internal sealed class WorkerBench : IDisposable
{
    /// <summary>No job but those that a test begins.</summary>
    public static readonly TrainingOptions Options = new() { NewSteps = 0, Threads = 1 };

    private readonly TemporaryFolder _temporary = new();
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    /// <summary>Trainings that last long enough to be stopped.</summary>
    public static RunSettings Long => ArmWorld.Settings with { WorldModel = ArmWorld.Settings.WorldModel with { AdversarialSteps = 2_000 }, Policy = ArmWorld.Settings.Policy with { Steps = 100 } };

    public HandTime Time { get; } = new();

    /// <summary>The worker that was made last.</summary>
    public TrainingWorker? Worker { get; set; }

    public IMeterFactory Meters => _meters.GetRequiredService<IMeterFactory>();

    public DataFolder Data => new(File("data"));

    public FakeWorld World(RunSettings? settings = null) => new(Data, settings);

    /// <summary>The path of a file beside the data.</summary>
    public string File(string name) => _temporary.File(name);

    public Task EndedAsync(Job job) => UntilAsync(job, () => job.Description.HasEnded());

    /// <summary>Lets time pass where somebody waits for it, until something is so of a job.</summary>
    public async Task UntilAsync(Job job, Func<bool> isSo)
    {
        using JobWatch watch = job.Events.TryWatch()!;
        IAsyncEnumerator<JobEvent> events = watch.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Task<bool> happens = events.MoveNextAsync().AsTask();
        while (!isSo())
        {
            Task waits = Time.SomebodyWaits;
            if (Time.IsWaitedFor) Time.Advance(TimeSpan.FromSeconds(0.5));
            else await (await Task.WhenAny(happens, waits, Worker!.ExecuteTask!));
            if (!happens.IsCompleted) continue;
            Assert.True(await happens || isSo(), $"Expected more of the job, got its end: {job.Description.Outcome}");
            happens = events.MoveNextAsync().AsTask();
        }

        watch.End();
        while (await happens) happens = events.MoveNextAsync().AsTask();
        await events.DisposeAsync();
    }

    public void Dispose()
    {
        _meters.Dispose();
        _temporary.Dispose();
    }
}
