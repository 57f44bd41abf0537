using System.Threading.Channels;
using WorldGan.Runs;

namespace WorldGan.Service.Training;

/// <summary>What happens in a job, for any number of those who watch it. Who is too slow misses some of it, but nobody is waited for.</summary>
internal sealed class JobEvents
{
    private const int MostWaiting = 256;
    private readonly Lock _lock = new();
    private readonly List<Channel<JobEvent>> _watchers = [];
    private bool _isComplete;

    /// <summary>How far it has come; null before its first report.</summary>
    public StageAdvanced? Progress { get; private set; }

    /// <summary>Those who watch.</summary>
    public int Watchers
    {
        get
        {
            lock (_lock) return _watchers.Count;
        }
    }

    public void Tell(JobEvent happened)
    {
        lock (_lock)
        {
            if (happened is JobProgressed { Advance: var advance }) Progress = advance;
            foreach (Channel<JobEvent> watcher in _watchers) watcher.Writer.TryWrite(happened);
        }
    }

    /// <summary>Nothing more will happen.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            foreach (Channel<JobEvent> watcher in _watchers) watcher.Writer.TryComplete();
        }
    }

    /// <summary>What happens from now on, until the job ends.</summary>
    public async IAsyncEnumerable<JobEvent> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        Channel<JobEvent> watcher = Join();
        try
        {
            await foreach (JobEvent happened in watcher.Reader.ReadAllAsync(cancellation)) yield return happened;
        }
        finally
        {
            lock (_lock) _watchers.Remove(watcher);
        }
    }

    private Channel<JobEvent> Join()
    {
        var watcher = Channel.CreateBounded<JobEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            if (_isComplete) watcher.Writer.Complete();
            else _watchers.Add(watcher);
        }

        return watcher;
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
