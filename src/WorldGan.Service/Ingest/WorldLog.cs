using System.Threading.Channels;
using WorldGan.Logs;
using WorldGan.Service.Hosting;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>
/// The append-only log of one world. One task writes; what waits meanwhile is written together and flushed once, so many small deliveries cost little
/// more than one.
/// </summary>
internal sealed class WorldLog : IWorldLog, IAsyncDisposable
{
    /// <summary>Bytes after which a segment is ended. A reader of a log goes through whole files; the number is not critical.</summary>
    private const long LargestSegment = 256 << 20;

    private readonly Channel<object> _queue = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });   // its bound is IngestGate
    private readonly SegmentFolder _segments;
    private readonly EpisodeIndex _index;
    private readonly Action<string> _notices;
    private readonly Task _writing;
    private TaskCompletionSource _more = New();
    private TaskCompletionSource? _recovery;                       // one at a time: anybody may ask for the health
    private Segment? _segment;
    private Exception? _broken;
    private string? _fault;
    private long _acceptedSteps;

    private WorldLog(SegmentFolder segments, EpisodeIndex index, long acceptedSteps, Action<string> notices)
    {
        (_segments, _index, _acceptedSteps, _notices) = (segments, index, acceptedSteps, notices);
        _writing = Task.Run(WriteAsync);
    }

    /// <inheritdoc/>
    public long AcceptedSteps => Interlocked.Read(ref _acceptedSteps);

    /// <inheritdoc/>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>Opens the log and knows its steps again.</summary>
    /// <param name="folder">The folder with its segments; made with the first step.</param>
    /// <param name="spec">The world.</param>
    /// <param name="rememberedSteps">Steps whose content is remembered.</param>
    /// <param name="notices">Told of what is damaged, and of what cannot be written.</param>
    /// <exception cref="LogFormatException">A segment is of another world.</exception>
    public static WorldLog Open(string folder, WorldSpec spec, int rememberedSteps, Action<string> notices)
    {
        var segments = new SegmentFolder(folder, spec);
        var index = new EpisodeIndex(rememberedSteps);
        long steps = new LogRecall(segments, index, notices).Run(rememberedSteps);
        return new WorldLog(segments, index, steps, notices);
    }

    /// <inheritdoc/>
    public Task<Receipt> AppendAsync(IReadOnlyList<Episode> pieces, Gaps gaps)
    {
        var delivery = new Delivery(pieces, gaps);
        if (!_queue.Writer.TryWrite(delivery)) throw Stopped();
        return delivery.Receipt;
    }

    /// <inheritdoc/>
    public async Task WaitUntilAsync(long acceptedSteps, CancellationToken cancellation)
    {
        while (true)
        {
            Task more = Volatile.Read(ref _more).Task;
            if (AcceptedSteps >= acceptedSteps) return;
            await more.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> SealAsync(CancellationToken cancellation)
    {
        var seal = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.Writer.TryWrite(seal)) throw Stopped();
        return seal.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task RecoverAsync()
    {
        TaskCompletionSource recovery = New();
        if (Interlocked.CompareExchange(ref _recovery, recovery, null) is { } there) return there.Task;
        if (!_queue.Writer.TryWrite(recovery)) Conclude(recovery);       // the service stops
        return recovery.Task;
    }

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        var group = new List<Delivery>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out object? item))
            {
                if (item is Delivery delivery)
                {
                    group.Add(delivery);
                    continue;
                }

                Write(group);
                if (item is TaskCompletionSource recovery) Recover(recovery);
                else Seal((TaskCompletionSource<IReadOnlyList<string>>)item);
            }

            Write(group);
        }

        End();
    }

    private void Write(List<Delivery> group)
    {
        if (group.Count == 0) return;
        Delivery[] taken = [.. group.Where(delivery => delivery.TryTake(_index))];
        Episode[] pieces = [.. taken.SelectMany(delivery => delivery.New)];
        group.Clear();
        try
        {
            Append(pieces);
        }
        catch (Exception e)
        {
            _index.RollBack(0);
            Volatile.Write(ref _fault, e.Message);
            _notices(e.Message);
            foreach (Delivery delivery in taken) delivery.Fail(e);
            return;
        }

        _index.Commit();
        if (pieces.Length > 0) Volatile.Write(ref _fault, null);   // steps that were there say nothing of the disk
        foreach (Delivery delivery in taken) delivery.Complete();
        Interlocked.Exchange(ref _more, New()).SetResult();
    }

    private void Append(IReadOnlyList<Episode> pieces)
    {
        if (_broken is not null) throw new ProblemException(503, _broken.Message, _broken);
        if (pieces.Count == 0) return;
        if (_segment?.Length > LargestSegment) End();
        try
        {
            (_segment ??= _segments.Begin()).Append(pieces);
            Interlocked.Add(ref _acceptedSteps, pieces.Sum(piece => (long)piece.Count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(507, $"Expected room for the steps on the disk, got: {e.Message} Nothing of the request was taken.", e) { RetryAfterSeconds = 10 };
        }
        catch (InvalidOperationException e)
        {
            _broken = e;
            throw new ProblemException(503, e.Message, e);
        }
    }

    private void Recover(TaskCompletionSource recovery)
    {
        try
        {
            if (_broken is null && _fault is not null) _segments.Probe();
            if (_broken is null) Volatile.Write(ref _fault, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // still no room: the fault stays as it is
        }

        Conclude(recovery);
    }

    private void Conclude(TaskCompletionSource recovery)
    {
        Volatile.Write(ref _recovery, null);
        recovery.SetResult();
    }

    private void Seal(TaskCompletionSource<IReadOnlyList<string>> seal)
    {
        try
        {
            End();
            seal.SetResult(_segments.Paths);
        }
        catch (Exception e)                                        // one job fails, but the log goes on
        {
            seal.SetException(e);
        }
    }

    private void End()
    {
        if (_segment is null) return;
        _segment.Dispose();
        SegmentIndexFile.TryWrite(_segment.Path, _segment.Index, _notices);
        _segment = null;
    }

    private static ProblemException Stopped() => new(503, "The service stops and takes in nothing more. Send the steps again when it is back.") { RetryAfterSeconds = 10 };

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
