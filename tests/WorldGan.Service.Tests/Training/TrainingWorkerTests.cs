using Microsoft.Extensions.Logging.Abstractions;
using WorldGan.Service.Registry;
using WorldGan.Service.Training;

namespace WorldGan.Service.Tests.Training;

/// <summary>What a job comes to.</summary>
public sealed class TrainingWorkerTests : IDisposable
{
    private readonly WorkerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_job_trains_registers_and_publishes()
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        await using var host = new WorkerHost(_bench, world);
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await host.RunAsync();
        await _bench.EndedAsync(job);
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
    public async Task Data_that_comes_later_is_the_next_jobs()
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        await using var host = new WorkerHost(_bench, world);
        await host.RunAsync();
        await _bench.EndedAsync(host.Book.Add(world.Hosted, JobCause.Request));
        world.Accept(12, 4);
        Job second = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.EndedAsync(second);
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
        FakeWorld world = _bench.World().Accept(0, 12);
        await using var host = new WorkerHost(_bench, world);
        await host.RunAsync();
        await _bench.EndedAsync(host.Book.Add(world.Hosted, JobCause.Request));
        VersionFolder first = (await host.Registry.OpenAsync(world.Hosted.Name, 1, default))!;
        if (isGone) Directory.Delete(first.Path, recursive: true);
        else File.WriteAllText(first.Policy, "no policy at all");
        Job second = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.EndedAsync(second);
        Assert.Equal((JobState.Done, 2), (second.Description.State, second.Description.Version));
        Assert.StartsWith("Version 2 is published: version 1 cannot be read (", second.Description.Outcome, StringComparison.Ordinal);
        Assert.EndsWith("), so this one counts as a first version; the first version: there is none to compare with.", second.Description.Outcome, StringComparison.Ordinal);
        Assert.Equal(2, (await host.Registry.ListAsync(world.Hosted.Name, default)).Published.Current());
    }

    [Fact]
    public async Task A_version_that_was_promoted_meanwhile_is_not_replaced()
    {
        FakeWorld world = _bench.World().Accept(0, 12);
        await using var host = new WorkerHost(_bench, world, new OvertakenRegistry(new FolderRegistry(_bench.Data, new RegistryOptions(), NullLogger<FolderRegistry>.Instance)));
        await host.RunAsync();
        Job first = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.EndedAsync(first);
        Assert.Equal("Version 1 waits as a candidate: another version was published while it was compared with none.", first.Description.Outcome);
    }

    [Fact]
    public async Task A_running_job_can_be_cancelled()
    {
        FakeWorld world = _bench.World(WorkerBench.Long).Accept(0, 12);
        await using var host = new WorkerHost(_bench, world);
        await host.RunAsync();
        Job job = host.Book.Add(world.Hosted, JobCause.Request);
        await _bench.UntilAsync(job, () => job.Events.Progress is { Steps: > 100 });
        job.Cancel(_bench.Time.GetUtcNow());
        await _bench.EndedAsync(job);
        Assert.Equal(JobState.Cancelled, job.Description.State);
        Assert.Empty((await host.Registry.ListAsync(world.Hosted.Name, default)).Versions);
    }
}
