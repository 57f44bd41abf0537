namespace WorldGan.Logs.Mapping;

/// <summary>
/// Puts samples in the order of their times. Recorders write messages nearly in order; what comes later than the window allows is dropped, so that
/// recordings of any length are read as a stream.
/// </summary>
/// <param name="report">Counts what is dropped.</param>
internal sealed class TimeOrder(ImportReport report)
{
    /// <summary>Nanoseconds: chunks of a recorder overlap by less than a second; other writers may sort by topic within a chunk.</summary>
    private const long Window = 10_000_000_000;

    private readonly PriorityQueue<Sample, (long Time, long Order)> _waiting = new();
    private long _order, _newest = long.MinValue, _last = long.MinValue;

    public void Add(in Sample sample)
    {
        if (sample.Time < _last)
        {
            report.Drop("values that came more than 10 s after later ones");
            return;
        }

        _waiting.Enqueue(sample, (sample.Time, _order++));
        _newest = Math.Max(_newest, sample.Time);
    }

    /// <summary>The next sample for which nothing earlier can come.</summary>
    /// <param name="isEnd">Whether no further samples come at all.</param>
    /// <param name="sample">The sample.</param>
    public bool TryTake(bool isEnd, out Sample sample)
    {
        if (!_waiting.TryPeek(out sample, out _) || (!isEnd && sample.Time > _newest - Window)) return false;
        _waiting.Dequeue();
        _last = sample.Time;
        return true;
    }
}
