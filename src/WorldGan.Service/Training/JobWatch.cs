using System.Threading.Channels;

namespace WorldGan.Service.Training;

/// <summary>A place among those who watch a job, from when it was given until it is disposed.</summary>
internal sealed class JobWatch(Action<JobWatch> leave) : IDisposable
{
    private const int MostWaiting = 256;
    private readonly Channel<JobEvent> _events = Channel.CreateBounded<JobEvent>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>What has happened since, until the job or the watch ends.</summary>
    public IAsyncEnumerable<JobEvent> ReadAllAsync(CancellationToken cancellation) => _events.Reader.ReadAllAsync(cancellation);

    /// <summary>Tells it of something; nobody is waited for.</summary>
    public void Tell(JobEvent happened) => _events.Writer.TryWrite(happened);

    /// <summary>Nothing more will be told.</summary>
    public void End() => _events.Writer.TryComplete();

    /// <inheritdoc/>
    public void Dispose() => leave(this);
}
