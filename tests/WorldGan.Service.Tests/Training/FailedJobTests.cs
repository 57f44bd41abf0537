using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Runs;
using WorldGan.Service.Registry;
using WorldGan.Service.Training;

namespace WorldGan.Service.Tests.Training;

/// <summary>Jobs that fail, and what is tried again.</summary>
public sealed class FailedJobTests : IDisposable
{
    private readonly WorkerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_fails_is_written_down_and_tried_again_ever_later_until_it_is_given_up()
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        world.SealFault = new IOException("The disk is full.");
        await using var host = new WorkerHost(_bench, world);
        await host.RunAsync();
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.UntilAsync(job, () => job.Description.Failures.Count == 1);
        Assert.Equal((JobState.Waiting, "The disk is full."), (job.Description.State, job.Description.Failures[0].Reason));
        Assert.Equal(TimeSpan.FromSeconds(30), job.Description.NotBefore - job.Description.Failures[0].At);
        await _bench.UntilAsync(job, () => job.Description.Failures.Count == 2);
        Assert.Equal(TimeSpan.FromSeconds(60), job.Description.NotBefore - job.Description.Failures[1].At);
        Assert.True((await host.HealthAsync()).Status == HealthStatus.Healthy);
        await _bench.EndedAsync(job);
        Assert.Equal((JobState.Failed, 3, "Failed 3 times, at last: The disk is full."), (job.Description.State, job.Description.Failures.Count, job.Description.Outcome));
        Assert.Equal(HealthStatus.Degraded, (await host.HealthAsync()).Status);
        world.SealFault = null;
        Job next = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.EndedAsync(next);
        Assert.Equal(JobState.Done, next.Description.State);
        Assert.Equal(HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    [Fact]
    public async Task A_job_that_cannot_be_written_is_tried_again_and_stops_nothing()
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        await using var host = new WorkerHost(_bench, world);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        Directory.CreateDirectory(job.Folder.Description + ".tmp");                 // where it would be written
        await host.RunAsync();
        await _bench.UntilAsync(job, () => job.Description.Failures.Count == 1);
        Directory.Delete(job.Folder.Description + ".tmp");
        await _bench.EndedAsync(job);
        Assert.Equal(JobState.Done, job.Description.State);
    }

    /// <summary>Wherever the disk is full, the job says so and comes to its version when there is room again: the same one as with room from the beginning.</summary>
    [SkippableTheory]
    [InlineData("training")]
    [InlineData("publication")]
    public async Task A_disk_that_is_full_fails_a_job_that_then_comes_to_the_same_version(string when)
    {
        using var disk = new SmallDisk(kilobytes: 8192);
        var data = new DataFolder(disk.Path);
        FakeWorld world = new FakeWorld(data, WorkerBench.Long).Accept(0, 12);
        IVersionRegistry folder = new FolderRegistry(data, new RegistryOptions(), NullLogger<FolderRegistry>.Instance);
        await using var host = new WorkerHost(_bench, world, when == "publication" ? new FullRegistry(folder, disk) : folder);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await host.RunAsync();
        if (when == "training")
        {
            await _bench.UntilAsync(job, () => job.Events.Progress is { Steps: > 20 });
            disk.Fill();
        }

        await _bench.UntilAsync(job, () => job.Description.Failures.Count == 1);
        Assert.Contains("No space left", job.Description.Failures[0].Reason, StringComparison.Ordinal);
        Assert.Empty((await folder.ListAsync(world.Hosted.Name, default)).Versions);
        disk.Free();
        await _bench.EndedAsync(job);
        Assert.Equal((JobState.Done, 1), (job.Description.State, job.Description.Version));
        VersionFolder version = (await folder.OpenAsync(world.Hosted.Name, 1, default))!;
        var reference = new RunFolder(_bench.File("reference"));
        TrainingRun.Start(reference, new RunRequest { World = ArmWorld.Spec, Logs = await world.SealAsync(default), Settings = WorkerBench.Long }, new RunSession { Time = _bench.Time, Threads = 1 });
        Assert.Equal(File.ReadAllBytes(reference.World), File.ReadAllBytes(version.World));
        Assert.Equal(File.ReadAllBytes(reference.Policy), File.ReadAllBytes(version.Policy));
    }

    [Fact]
    public async Task An_old_job_that_cannot_be_deleted_keeps_no_other_from_running()
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        await using var host = new WorkerHost(_bench, world, keepJobs: 1);
        await host.RunAsync();
        Job old = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.EndedAsync(old);
        File.Delete(old.Folder.Description);
        Directory.CreateDirectory(old.Folder.Description);                  // no file, so it cannot be deleted as one
        await _bench.EndedAsync(host.Book.Add(world.Hosted, JobCause.Request));
        Job third = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.EndedAsync(third);
        Assert.Equal(JobState.Done, third.Description.State);
    }
}
