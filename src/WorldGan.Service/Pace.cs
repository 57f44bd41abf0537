namespace WorldGan.Service;

/// <summary>Lets something be done at most once in a while, however often and by however many it is wanted.</summary>
/// <param name="time">The clock.</param>
/// <param name="pause">The least time between two.</param>
internal sealed class Pace(TimeProvider time, TimeSpan pause)
{
    private long _last = time.GetTimestamp() - (long)(pause.TotalSeconds * time.TimestampFrequency);

    /// <summary>Whether it is time; then it is not for anybody else.</summary>
    public bool TryBegin()
    {
        long last = Interlocked.Read(ref _last);
        return time.GetElapsedTime(last) >= pause && Interlocked.CompareExchange(ref _last, time.GetTimestamp(), last) == last;
    }
}
