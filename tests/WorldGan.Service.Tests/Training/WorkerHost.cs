using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Service.Gate;
using WorldGan.Service.Registry;
using WorldGan.Service.Training;

namespace WorldGan.Service.Tests.Training;

/// <summary>The worker with what it works on, as after a start.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private readonly Trainer _trainer;
    private readonly TrainingWorker _worker;
    private readonly FakeWorld _world;

    public WorkerHost(WorkerBench bench, FakeWorld world, IVersionRegistry? registry = null, int keepJobs = 20)
    {
        TrainingOptions options = WorkerBench.Options with { KeepJobs = keepJobs };
        _world = world;
        Book = new JobBook(options, bench.Time);
        Registry = registry ?? new FolderRegistry(bench.Data, new RegistryOptions(), NullLogger<FolderRegistry>.Instance);
        _trainer = new Trainer(Registry, new PublicationGate(new GateOptions()), WorkerBench.Options, bench.Time);
        var metrics = new TrainingMetrics(bench.Meters, Book, world);
        var triggers = new JobTriggers(Book, world, WorkerBench.Options, bench.Time, NullLogger<JobTriggers>.Instance);
        _worker = new TrainingWorker(Book, triggers, _trainer, world, WorkerBench.Options, metrics, Lifetime, bench.Time, NullLogger<TrainingWorker>.Instance);
        bench.Worker = _worker;
        Book.Of(world.Hosted);
    }

    public JobBook Book { get; }

    public ApplicationLifetime Lifetime { get; } = new(NullLogger<ApplicationLifetime>.Instance);

    public IVersionRegistry Registry { get; }

    public Task RunAsync() => _worker.StartAsync(CancellationToken.None);

    public Task<HealthCheckResult> HealthAsync() => new TrainingHealth(Book, _world).CheckHealthAsync(new());

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        _trainer.Dispose();
    }
}
