using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Runs;
using WorldGan.Service.Registry;
using WorldGan.Service.Training;

namespace WorldGan.Service.Tests.Training;

/// <summary>Jobs that were stopped, moved, or cut off by a crash, and what becomes of them at the next start.</summary>
public sealed class StoppedJobTests : IDisposable
{
    private readonly WorkerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>Stopped in the middle and begun again by another process, the run comes to the same bytes as one that was not stopped.</summary>
    [Fact]
    public async Task A_job_that_was_stopped_goes_on_from_its_checkpoint_to_the_same_version()
    {
        FakeWorld world = _bench.World(WorkerBench.Long).Accept(0, 12);
        Job stopped;
        await using (var host = new WorkerHost(_bench, world))
        {
            stopped = host.Book.Add(world.Hosted, JobCause.Request);
            await host.RunAsync();
            await _bench.UntilAsync(stopped, () => stopped.Events.Progress is { Steps: > 100 });
        }

        Assert.Equal((JobState.Running, 0), (stopped.Description.State, stopped.Description.Starts));
        Assert.False(File.Exists(stopped.Folder.Run.World));
        FakeWorld again = world.Restarted();
        await using var after = new WorkerHost(_bench, again);
        Job job = after.Book.Find(again.Hosted, stopped.Description.Id)!;
        await after.RunAsync();
        await _bench.EndedAsync(job);
        Assert.Equal(JobState.Done, job.Description.State);
        var reference = new RunFolder(_bench.File("reference"));
        TrainingRun.Start(reference, new RunRequest { World = ArmWorld.Spec, Logs = await again.SealAsync(default), Settings = WorkerBench.Long }, new RunSession { Time = _bench.Time, Threads = 1 });
        Assert.Equal(File.ReadAllBytes(reference.World), File.ReadAllBytes(job.Folder.Run.World));
        Assert.Equal(File.ReadAllBytes(reference.Policy), File.ReadAllBytes(job.Folder.Run.Policy));
    }

    /// <summary>The web server stops first, and may need all the time that a stop has: the worker does not wait for it.</summary>
    [Fact]
    public async Task A_job_stops_as_soon_as_the_service_begins_to_stop()
    {
        FakeWorld world = _bench.World(WorkerBench.Long).Accept(0, 12);
        await using var host = new WorkerHost(_bench, world);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await host.RunAsync();
        await _bench.UntilAsync(job, () => job.Events.Progress is { Steps: > 20 });
        host.Lifetime.StopApplication();
        await _bench.Worker!.ExecuteTask!.WaitAsync(Wait.Longest);
        Assert.Equal((JobState.Running, 0), (job.Description.State, job.Description.Starts));
    }

    [Fact]
    public async Task A_stopped_job_goes_on_where_the_data_folder_has_moved_to()
    {
        FakeWorld world = _bench.World(WorkerBench.Long).Accept(0, 12);
        await using (var host = new WorkerHost(_bench, world))
        {
            Job stopped = host.Book.Add(world.Hosted, JobCause.Request);
            await host.RunAsync();
            await _bench.UntilAsync(stopped, () => stopped.Events.Progress is { Steps: > 20 });
        }

        Directory.Move(_bench.Data.Path, _bench.File("elsewhere"));
        var moved = new FakeWorld(new DataFolder(_bench.File("elsewhere")), WorkerBench.Long) { AcceptedSteps = world.AcceptedSteps };
        await using var after = new WorkerHost(_bench, moved, new FolderRegistry(new DataFolder(_bench.File("elsewhere")), new RegistryOptions(), NullLogger<FolderRegistry>.Instance));
        Job job = after.Book.Of(moved.Hosted)[0];
        await after.RunAsync();
        await _bench.EndedAsync(job);
        Assert.Equal(JobState.Done, job.Description.State);
        Assert.Empty(job.Description.Failures);
    }

    /// <summary>Killed between any two of its last steps, a job comes to one version, published once.</summary>
    [Fact]
    public async Task A_job_that_was_cut_off_after_its_version_was_added_has_one_version()
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        await using var host = new WorkerHost(_bench, world);
        await host.RunAsync();
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.EndedAsync(job);
        string written = File.ReadAllText(job.Folder.Description);
        File.WriteAllText(job.Folder.Description, written.Replace("\"done\"", "\"running\"", StringComparison.Ordinal));
        await using var after = new WorkerHost(_bench, world.Restarted());
        Job again = after.Book.Of(world.Hosted)[0];
        await after.RunAsync();
        await _bench.EndedAsync(again);
        Assert.Equal((JobState.Done, 1), (again.Description.State, again.Description.Version));
        VersionList list = await after.Registry.ListAsync(world.Hosted.Name, default);
        Assert.Single(list.Versions);
        Assert.Single(list.Published.Published);
    }

    /// <summary>As after a kill: job.json says that it runs, and nobody wrote down that it stopped.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_takes_the_service_with_it_is_given_up_unless_it_comes_further_each_time(bool comesFurther)
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        Job job;
        await using (var before = new WorkerHost(_bench, world)) job = before.Book.Add(world.Hosted, JobCause.Request);
        Directory.CreateDirectory(job.Folder.Run.Checkpoints);
        string checkpoint = Path.Combine(job.Folder.Run.Checkpoints, "some.safetensors");
        File.WriteAllText(checkpoint, "");
        for (int start = 1; start <= WorkerBench.Options.Attempts; start++)
        {
            if (comesFurther) File.SetLastWriteTimeUtc(checkpoint, _bench.Time.GetUtcNow().UtcDateTime.AddSeconds(start));
            job.Change(description => description.Begun(job.Folder.SavedAt()));
        }

        if (comesFurther) Directory.Delete(job.Folder.Run.Path, recursive: true);      // so that the training can begin
        await using var host = new WorkerHost(_bench, world.Restarted());
        Job again = host.Book.Of(world.Hosted)[0];
        await host.RunAsync();
        await _bench.EndedAsync(again);
        Assert.Equal(comesFurther ? JobState.Done : JobState.Failed, again.Description.State);
        if (!comesFurther) Assert.StartsWith("The service died 3 times in a row while this job ran", again.Description.Outcome);
    }
}
