using System.Globalization;
using System.Security.Cryptography;

namespace WorldGan.Service.Training;

/// <summary>The jobs of all worlds, oldest first. A world has at most one job that waits and one that runs, so the queue is never longer than twice the worlds.</summary>
internal sealed class JobBook(TrainingOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WorldName, List<Job>> _jobs = [];

    /// <summary>The jobs of a world; those on disk are taken up when it is first asked for.</summary>
    public IReadOnlyList<Job> Of(HostedWorld world)
    {
        lock (_lock) return [.. ListOf(world)];
    }

    /// <summary>A job by its name, or null.</summary>
    public Job? Find(HostedWorld world, string id) => Of(world).FirstOrDefault(job => job.Description.Id == id);

    /// <summary>Begins a job, or gives the one that already waits.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Job Add(HostedWorld world, JobCause cause)
    {
        lock (_lock)
        {
            List<Job> jobs = ListOf(world);
            if (jobs.Find(job => job.Description.State == JobState.Waiting) is { } waiting) return waiting;
            DateTimeOffset now = time.GetUtcNow();
            var job = Job.Begin(world, new JobDescription { Id = NewId(now), Cause = cause, State = JobState.Waiting, CreatedAt = now, AcceptedSteps = world.Log.AcceptedSteps });
            jobs.Add(job);
            return job;
        }
    }

    /// <summary>The job to run next: what was running when the service stopped, then what has waited longest of all that may run now.</summary>
    public Job? NextDue()
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            return _jobs.Values.SelectMany(jobs => jobs)
                .Where(job => !job.Description.HasEnded() && !(job.Description.NotBefore > now))
                .OrderBy(job => job.Description.State == JobState.Running ? 0 : 1).ThenBy(job => job.Description.CreatedAt).FirstOrDefault();
        }
    }

    /// <summary>The last job of a world that came to its own end, well or badly; null before the first. One that was cancelled tells nothing of how trainings go.</summary>
    public Job? LastOwnEnd(HostedWorld world) => Of(world).LastOrDefault(job => job.Description.State is JobState.Done or JobState.Failed);

    /// <summary>Takes away the oldest of the jobs that have ended, with their runs, but for the last that came to its own end.</summary>
    public void Prune(HostedWorld world)
    {
        lock (_lock)
        {
            Job? kept = LastOwnEnd(world);
            foreach (Job job in ListOf(world).Where(job => job.Description.HasEnded()).SkipLast(options.KeepJobs).Where(job => job != kept).ToList())
            {
                File.Delete(job.Folder.Description);           // first: without it there is no job
                Directory.Delete(job.Folder.Path, recursive: true);
                ListOf(world).Remove(job);
            }
        }
    }

    private List<Job> ListOf(HostedWorld world)
    {
        if (_jobs.TryGetValue(world.Name, out List<Job>? jobs)) return jobs;
        IEnumerable<string> there = Directory.Exists(world.Folder.Jobs) ? Directory.GetDirectories(world.Folder.Jobs) : [];
        jobs = [.. there.Select(path => Job.Open(world, Path.GetFileName(path))).OfType<Job>().OrderBy(job => job.Description.CreatedAt).ThenBy(job => job.Description.Id, StringComparer.Ordinal)];
        return _jobs[world.Name] = jobs;
    }

    private static string NewId(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture) + RandomNumberGenerator.GetHexString(4, lowercase: true);
}
