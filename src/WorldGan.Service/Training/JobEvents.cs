using WorldGan.Runs;

namespace WorldGan.Service.Training;

/// <summary>What happens in a job, for those who watch it. Who is too slow misses some of it, but nobody is waited for.</summary>
internal sealed class JobEvents
{
    private readonly Lock _lock = new();
    private readonly List<JobWatch> _watches = [];
    private bool _isComplete;

    /// <summary>How far it has come; null before its first report.</summary>
    public StageAdvanced? Progress { get; private set; }

    public void Tell(JobEvent happened)
    {
        lock (_lock)
        {
            if (happened is JobProgressed { Advance: var advance }) Progress = advance;
            foreach (JobWatch watch in _watches) watch.Tell(happened);
        }
    }

    /// <summary>Nothing more will happen.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            foreach (JobWatch watch in _watches) watch.End();
        }
    }

    /// <summary>Watches what happens from now on.</summary>
    /// <returns>Null where <paramref name="most"/> watch already.</returns>
    public JobWatch? TryWatch(int most = int.MaxValue)
    {
        var watch = new JobWatch(Leave);
        lock (_lock)
        {
            if (_isComplete) watch.End();
            else if (_watches.Count >= most) return null;
            else _watches.Add(watch);
        }

        return watch;
    }

    private void Leave(JobWatch watch)
    {
        lock (_lock) _watches.Remove(watch);
    }
}

/// <summary>Something that happened in a job.</summary>
internal abstract record JobEvent;

/// <summary>It stands elsewhere.</summary>
internal sealed record JobStateChanged(JobDescription Description) : JobEvent;

/// <summary>Its training has come further.</summary>
internal sealed record JobProgressed(StageAdvanced Advance) : JobEvent;

/// <summary>Something may spoil its result.</summary>
internal sealed record JobWarned(string Message) : JobEvent;
