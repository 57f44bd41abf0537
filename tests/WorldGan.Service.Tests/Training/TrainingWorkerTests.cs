using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Runs;
using WorldGan.Service.Gate;
using WorldGan.Service.Registry;
using WorldGan.Service.Training;
using WorldGan.Tests;

namespace WorldGan.Service.Tests.Training;

public sealed class TrainingWorkerTests : IDisposable
{
    private static readonly TrainingOptions Options = new() { NewSteps = 0, Threads = 1 };

    private readonly TemporaryFolder _temporary = new();
    private readonly HandTime _time = new();
    private TrainingWorker? _worker;                       // the last one

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose()
    {
        _meters.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task A_job_trains_registers_and_publishes()
    {
        FakeWorld world = World().Accept(0, 12);
        await using var host = new Host(this, world);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await host.RunAsync();
        await EndedAsync(job);
        Assert.Equal((JobState.Done, 1, "Version 1 is published: the first version: there is none to compare with."), (job.Description.State, job.Description.Version, job.Description.Outcome));
        VersionList list = await host.Registry.ListAsync(world.Hosted.Name, default);
        Assert.Equal(1, list.Published.Current());
        VersionDescription version = Assert.Single(list.Versions);
        Assert.Equal((240, job.Description.Id), (version.Transitions, version.Job));
        VersionFolder folder = (await host.Registry.OpenAsync(world.Hosted.Name, 1, default))!;
        Assert.Equal(File.ReadAllBytes(job.Folder.Run.Policy), File.ReadAllBytes(folder.Policy));
        Assert.Contains("\"returns\"", File.ReadAllText(folder.Scores), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_job_that_cannot_be_deleted_keeps_no_other_from_running()
    {
        FakeWorld world = World().Accept(0, 12);
        await using var host = new Host(this, world, keepJobs: 1);
        await host.RunAsync();
        Job old = host.Book.Add(world.Hosted, JobCause.Request);
        await EndedAsync(old);
        File.Delete(old.Folder.Description);
        Directory.CreateDirectory(old.Folder.Description);                  // no file, so it cannot be deleted as one
        await EndedAsync(host.Book.Add(world.Hosted, JobCause.Request));
        Job third = host.Book.Add(world.Hosted, JobCause.Request);
        await EndedAsync(third);
        Assert.Equal(JobState.Done, third.Description.State);
    }

    [Fact]
    public async Task Data_that_comes_later_is_the_next_jobs()
    {
        FakeWorld world = World().Accept(0, 12);
        await using var host = new Host(this, world);
        await host.RunAsync();
        await EndedAsync(host.Book.Add(world.Hosted, JobCause.Request));
        world.Accept(12, 4);
        Job second = host.Book.Add(world.Hosted, JobCause.Request);
        await EndedAsync(second);
        VersionDescription[] versions = [.. (await host.Registry.ListAsync(world.Hosted.Name, default)).Versions];
        Assert.Equal([240, 320], versions.Select(version => version.Transitions));
        Assert.Equal(1, versions[1].Verdict.Against);
        Assert.Equal(["00000001.wglog", "00000002.wglog"], second.Description.Logs);
    }

    /// <summary>Else no version could ever be made again, and after the next start nothing would answer.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_published_version_is_damaged_the_next_one_takes_its_place_as_a_first_one(bool isGone)
    {
        FakeWorld world = World().Accept(0, 12);
        await using var host = new Host(this, world);
        await host.RunAsync();
        await EndedAsync(host.Book.Add(world.Hosted, JobCause.Request));
        VersionFolder first = (await host.Registry.OpenAsync(world.Hosted.Name, 1, default))!;
        if (isGone) Directory.Delete(first.Path, recursive: true);
        else File.WriteAllText(first.Policy, "no policy at all");
        Job second = host.Book.Add(world.Hosted, JobCause.Request);
        await EndedAsync(second);
        Assert.Equal((JobState.Done, 2), (second.Description.State, second.Description.Version));
        Assert.StartsWith("Version 2 is published: version 1 cannot be read (", second.Description.Outcome, StringComparison.Ordinal);
        Assert.EndsWith("), so this one counts as a first version; the first version: there is none to compare with.", second.Description.Outcome, StringComparison.Ordinal);
        Assert.Equal(2, (await host.Registry.ListAsync(world.Hosted.Name, default)).Published.Current());
    }

    [Fact]
    public async Task What_fails_is_written_down_and_tried_again_ever_later_until_it_is_given_up()
    {
        FakeWorld world = World().Accept(0, 12);
        world.SealFault = new IOException("The disk is full.");
        await using var host = new Host(this, world);
        await host.RunAsync();
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await UntilAsync(job, () => job.Description.Failures.Count == 1);
        Assert.Equal((JobState.Waiting, "The disk is full."), (job.Description.State, job.Description.Failures[0].Reason));
        Assert.Equal(TimeSpan.FromSeconds(30), job.Description.NotBefore - job.Description.Failures[0].At);
        await UntilAsync(job, () => job.Description.Failures.Count == 2);
        Assert.Equal(TimeSpan.FromSeconds(60), job.Description.NotBefore - job.Description.Failures[1].At);
        Assert.True((await host.HealthAsync()).Status == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy);
        await EndedAsync(job);
        Assert.Equal((JobState.Failed, 3, "Failed 3 times, at last: The disk is full."), (job.Description.State, job.Description.Failures.Count, job.Description.Outcome));
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded, (await host.HealthAsync()).Status);
        world.SealFault = null;
        Job next = host.Book.Add(world.Hosted, JobCause.Request);
        await EndedAsync(next);
        Assert.Equal(JobState.Done, next.Description.State);
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    /// <summary>Stopped in the middle and begun again by another process, the run comes to the same bytes as one that was not stopped.</summary>
    [Fact]
    public async Task A_job_that_was_stopped_goes_on_from_its_checkpoint_to_the_same_version()
    {
        FakeWorld world = World(Long).Accept(0, 12);
        Job stopped;
        await using (var host = new Host(this, world))
        {
            stopped = host.Book.Add(world.Hosted, JobCause.Request);
            await host.RunAsync();
            await UntilAsync(stopped, () => stopped.Events.Progress is { Steps: > 100 });
        }

        Assert.Equal((JobState.Running, 0), (stopped.Description.State, stopped.Description.Starts));
        Assert.False(File.Exists(stopped.Folder.Run.World));
        FakeWorld again = world.Restarted();
        await using var after = new Host(this, again);
        Job job = after.Book.Find(again.Hosted, stopped.Description.Id)!;
        await after.RunAsync();
        await EndedAsync(job);
        Assert.Equal(JobState.Done, job.Description.State);
        var reference = new RunFolder(_temporary.File("reference"));
        TrainingRun.Start(reference, new RunRequest { World = ArmWorld.Spec, Logs = await again.SealAsync(default), Settings = Long }, new RunSession { Time = _time, Threads = 1 });
        Assert.Equal(File.ReadAllBytes(reference.World), File.ReadAllBytes(job.Folder.Run.World));
        Assert.Equal(File.ReadAllBytes(reference.Policy), File.ReadAllBytes(job.Folder.Run.Policy));
    }

    /// <summary>The web server stops first, and may need all the time that a stop has: the worker does not wait for it.</summary>
    [Fact]
    public async Task A_job_stops_as_soon_as_the_service_begins_to_stop()
    {
        FakeWorld world = World(Long).Accept(0, 12);
        await using var host = new Host(this, world);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await host.RunAsync();
        await UntilAsync(job, () => job.Events.Progress is { Steps: > 20 });
        host.Lifetime.StopApplication();
        await _worker!.ExecuteTask!.WaitAsync(Wait.Longest);
        Assert.Equal((JobState.Running, 0), (job.Description.State, job.Description.Starts));
    }

    [Fact]
    public async Task A_stopped_job_goes_on_where_the_data_folder_has_moved_to()
    {
        FakeWorld world = World(Long).Accept(0, 12);
        await using (var host = new Host(this, world))
        {
            Job stopped = host.Book.Add(world.Hosted, JobCause.Request);
            await host.RunAsync();
            await UntilAsync(stopped, () => stopped.Events.Progress is { Steps: > 20 });
        }

        Directory.Move(Data.Path, _temporary.File("elsewhere"));
        var moved = new FakeWorld(new DataFolder(_temporary.File("elsewhere")), Long) { AcceptedSteps = world.AcceptedSteps };
        await using var after = new Host(this, moved, new FolderRegistry(new DataFolder(_temporary.File("elsewhere")), new RegistryOptions(), NullLogger<FolderRegistry>.Instance));
        Job job = after.Book.Of(moved.Hosted)[0];
        await after.RunAsync();
        await EndedAsync(job);
        Assert.Equal(JobState.Done, job.Description.State);
        Assert.Empty(job.Description.Failures);
    }

    /// <summary>Killed between any two of its last steps, a job comes to one version, published once.</summary>
    [Fact]
    public async Task A_job_that_was_cut_off_after_its_version_was_added_has_one_version()
    {
        FakeWorld world = World().Accept(0, 12);
        await using var host = new Host(this, world);
        await host.RunAsync();
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await EndedAsync(job);
        string written = File.ReadAllText(job.Folder.Description);
        File.WriteAllText(job.Folder.Description, written.Replace("\"done\"", "\"running\"", StringComparison.Ordinal));
        await using var after = new Host(this, world.Restarted());
        Job again = after.Book.Of(world.Hosted)[0];
        await after.RunAsync();
        await EndedAsync(again);
        Assert.Equal((JobState.Done, 1), (again.Description.State, again.Description.Version));
        VersionList list = await after.Registry.ListAsync(world.Hosted.Name, default);
        Assert.Single(list.Versions);
        Assert.Single(list.Published.Published);
    }

    [Fact]
    public async Task A_version_that_was_promoted_meanwhile_is_not_replaced()
    {
        FakeWorld world = World().Accept(0, 12);
        await using var host = new Host(this, world, new OvertakenRegistry(new FolderRegistry(Data, new RegistryOptions(), NullLogger<FolderRegistry>.Instance)));
        await host.RunAsync();
        Job first = host.Book.Add(world.Hosted, JobCause.Request);
        await EndedAsync(first);
        Assert.Equal("Version 1 waits as a candidate: another version was published while it was compared with none.", first.Description.Outcome);
    }

    [Fact]
    public async Task A_running_job_can_be_cancelled()
    {
        FakeWorld world = World(Long).Accept(0, 12);
        await using var host = new Host(this, world);
        await host.RunAsync();
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await UntilAsync(job, () => job.Events.Progress is { Steps: > 100 });
        job.Cancel(_time.GetUtcNow());
        await EndedAsync(job);
        Assert.Equal(JobState.Cancelled, job.Description.State);
        Assert.Empty((await host.Registry.ListAsync(world.Hosted.Name, default)).Versions);
    }

    [Fact]
    public async Task A_job_that_cannot_be_written_is_tried_again_and_stops_nothing()
    {
        FakeWorld world = World().Accept(0, 12);
        await using var host = new Host(this, world);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        Directory.CreateDirectory(job.Folder.Description + ".tmp");                 // where it would be written
        await host.RunAsync();
        await UntilAsync(job, () => job.Description.Failures.Count == 1);
        Directory.Delete(job.Folder.Description + ".tmp");
        await EndedAsync(job);
        Assert.Equal(JobState.Done, job.Description.State);
    }

    /// <summary>As after a kill: job.json says that it runs, and nobody wrote down that it stopped.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_takes_the_service_with_it_is_given_up_unless_it_comes_further_each_time(bool comesFurther)
    {
        FakeWorld world = World().Accept(0, 12);
        Job job;
        await using (var before = new Host(this, world)) job = before.Book.Add(world.Hosted, JobCause.Request);
        Directory.CreateDirectory(job.Folder.Run.Checkpoints);
        string checkpoint = Path.Combine(job.Folder.Run.Checkpoints, "some.safetensors");
        File.WriteAllText(checkpoint, "");
        for (int start = 1; start <= Options.Attempts; start++)
        {
            if (comesFurther) File.SetLastWriteTimeUtc(checkpoint, _time.GetUtcNow().UtcDateTime.AddSeconds(start));
            job.Change(description => description.Begun(job.Folder.SavedAt()));
        }

        if (comesFurther) Directory.Delete(job.Folder.Run.Path, recursive: true);      // so that the training can begin
        await using var host = new Host(this, world.Restarted());
        Job again = host.Book.Of(world.Hosted)[0];
        await host.RunAsync();
        await EndedAsync(again);
        Assert.Equal(comesFurther ? JobState.Done : JobState.Failed, again.Description.State);
        if (!comesFurther) Assert.StartsWith("The service died 3 times in a row while this job ran", again.Description.Outcome);
    }

    /// <summary>Wherever the disk is full, the job says so and comes to its version when there is room again: the same one as with room from the beginning.</summary>
    [SkippableTheory]
    [InlineData("training")]
    [InlineData("publication")]
    public async Task A_disk_that_is_full_fails_a_job_that_then_comes_to_the_same_version(string when)
    {
        using var disk = new SmallDisk(kilobytes: 8192);
        var data = new DataFolder(disk.Path);
        FakeWorld world = new FakeWorld(data, Long).Accept(0, 12);
        IVersionRegistry folder = new FolderRegistry(data, new RegistryOptions(), NullLogger<FolderRegistry>.Instance);
        await using var host = new Host(this, world, when == "publication" ? new FullRegistry(folder, disk) : folder);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await host.RunAsync();
        if (when == "training")
        {
            await UntilAsync(job, () => job.Events.Progress is { Steps: > 20 });
            disk.Fill();
        }

        await UntilAsync(job, () => job.Description.Failures.Count == 1);
        Assert.Contains("No space left", job.Description.Failures[0].Reason, StringComparison.Ordinal);
        Assert.Empty((await folder.ListAsync(world.Hosted.Name, default)).Versions);
        disk.Free();
        await EndedAsync(job);
        Assert.Equal((JobState.Done, 1), (job.Description.State, job.Description.Version));
        VersionFolder version = (await folder.OpenAsync(world.Hosted.Name, 1, default))!;
        var reference = new RunFolder(_temporary.File("reference"));
        TrainingRun.Start(reference, new RunRequest { World = ArmWorld.Spec, Logs = await world.SealAsync(default), Settings = Long }, new RunSession { Time = _time, Threads = 1 });
        Assert.Equal(File.ReadAllBytes(reference.World), File.ReadAllBytes(version.World));
        Assert.Equal(File.ReadAllBytes(reference.Policy), File.ReadAllBytes(version.Policy));
    }

    private static RunSettings Long => ArmWorld.Settings with { WorldModel = ArmWorld.Settings.WorldModel with { AdversarialSteps = 2_000 }, Policy = ArmWorld.Settings.Policy with { Steps = 100 } };

    private DataFolder Data => new(_temporary.File("data"));

    private FakeWorld World(RunSettings? settings = null) => new(Data, settings);

    private Task EndedAsync(Job job) => UntilAsync(job, () => job.Description.HasEnded());

    /// <summary>Lets time pass where somebody waits for it, until something is so of a job.</summary>
    private async Task UntilAsync(Job job, Func<bool> isSo)
    {
        using JobWatch watch = job.Events.TryWatch()!;
        IAsyncEnumerator<JobEvent> events = watch.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Task<bool> happens = events.MoveNextAsync().AsTask();
        while (!isSo())
        {
            Task waits = _time.SomebodyWaits;
            if (_time.IsWaitedFor) _time.Advance(TimeSpan.FromSeconds(0.5));
            else await (await Task.WhenAny(happens, waits, _worker!.ExecuteTask!));
            if (!happens.IsCompleted) continue;
            Assert.True(await happens || isSo(), $"Expected more of the job, got its end: {job.Description.Outcome}");
            happens = events.MoveNextAsync().AsTask();
        }

        watch.End();
        while (await happens) happens = events.MoveNextAsync().AsTask();
        await events.DisposeAsync();
    }

    /// <summary>The worker with what it works on, as after a start.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly Trainer _trainer;
        private readonly TrainingWorker _worker;
        private readonly FakeWorld _world;

        public Host(TrainingWorkerTests test, FakeWorld world, IVersionRegistry? registry = null, int keepJobs = 20)
        {
            TrainingOptions options = Options with { KeepJobs = keepJobs };
            _world = world;
            Book = new JobBook(options, test._time);
            Registry = registry ?? new FolderRegistry(test.Data, new RegistryOptions(), NullLogger<FolderRegistry>.Instance);
            _trainer = new Trainer(Registry, new PublicationGate(new GateOptions()), Options, test._time);
            var metrics = new TrainingMetrics(test._meters.GetRequiredService<IMeterFactory>(), Book, world);
            var triggers = new JobTriggers(Book, world, Options, test._time, NullLogger<JobTriggers>.Instance);
            _worker = new TrainingWorker(Book, triggers, _trainer, world, Options, metrics, Lifetime, test._time, NullLogger<TrainingWorker>.Instance);
            test._worker = _worker;
            Book.Of(world.Hosted);
        }

        public JobBook Book { get; }

        public ApplicationLifetime Lifetime { get; } = new(NullLogger<ApplicationLifetime>.Instance);

        public IVersionRegistry Registry { get; }

        public Task RunAsync() => _worker.StartAsync(CancellationToken.None);

        public Task<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult> HealthAsync() => new TrainingHealth(Book, _world).CheckHealthAsync(new());

        public async ValueTask DisposeAsync()
        {
            await _worker.StopAsync(CancellationToken.None);
            _trainer.Dispose();
        }
    }
}
