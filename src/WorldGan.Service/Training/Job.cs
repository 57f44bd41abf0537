using WorldGan.Worlds.Json;

namespace WorldGan.Service.Training;

/// <summary>A job and those who watch it. What is told of it stands on disk before.</summary>
internal sealed class Job
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private volatile JobDescription _description;

    private Job(HostedWorld world, JobFolder folder, JobDescription description)
    {
        (World, Folder, _description) = (world, folder, description);
        if (description.HasEnded()) Events.Complete();
    }

    /// <summary>What is trained.</summary>
    public HostedWorld World { get; }

    /// <summary>Its files.</summary>
    public JobFolder Folder { get; }

    /// <summary>Where it stands.</summary>
    public JobDescription Description => _description;

    /// <summary>What happens in it.</summary>
    public JobEvents Events { get; } = new();

    /// <summary>Cancelled when somebody wants it to end.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Begins a job.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Job Begin(HostedWorld world, JobDescription description)
    {
        JobFolder folder = FolderOf(world, description.Id);
        Directory.CreateDirectory(folder.Path);
        SettingsFile.Write(folder.Description, description);
        FolderFlush.Flush(folder.Path);
        FolderFlush.Flush(world.Folder.Jobs);
        FolderFlush.Flush(world.Folder.Path);
        return new Job(world, folder, description);
    }

    /// <summary>Takes up a job that is on disk. One whose job.json cannot be read has failed with that as its reason: it keeps no other from running.</summary>
    /// <returns>Null where a crash has left no more of it than its folder.</returns>
    public static Job? Open(HostedWorld world, string id)
    {
        JobFolder folder = FolderOf(world, id);
        if (!File.Exists(folder.Description)) return null;
        try
        {
            return new Job(world, folder, SettingsFile.Read<JobDescription>(folder.Description));
        }
        catch (Exception e) when (e is FaultyFileException or IOException or UnauthorizedAccessException)
        {
            return new Job(world, folder, JobDescription.Unreadable(id, File.GetLastWriteTimeUtc(folder.Description), e.Message));
        }
    }

    /// <summary>Changes it, on disk first. A job that has ended stays as it is.</summary>
    /// <exception cref="IOException">It cannot be written; it is as it was.</exception>
    public void Change(Func<JobDescription, JobDescription> change) => Change(change, changed => SettingsFile.Write(Folder.Description, changed));

    /// <summary>Changes it in memory alone.</summary>
    public void Remember(Func<JobDescription, JobDescription> change) => Change(change, _ => { });

    /// <summary>Ends it: at once where it waits, and with its next step where it runs.</summary>
    /// <exception cref="IOException">It cannot be written; it goes on.</exception>
    public void Cancel(DateTimeOffset now)
    {
        Change(description => description.State == JobState.Waiting ? description with { State = JobState.Cancelled, Outcome = "Cancelled.", FinishedAt = now } : description);
        _cancellation.Cancel();
    }

    private void Change(Func<JobDescription, JobDescription> change, Action<JobDescription> write)
    {
        lock (_lock)
        {
            JobDescription before = _description, after = before.HasEnded() ? before : change(before);
            if (after == before) return;
            write(after);
            _description = after;
            Events.Tell(new JobStateChanged(after));
            if (after.HasEnded()) Events.Complete();
        }
    }

    private static JobFolder FolderOf(HostedWorld world, string id) => new(Path.Combine(world.Folder.Jobs, id));
}
