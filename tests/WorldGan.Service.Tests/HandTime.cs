namespace WorldGan.Service.Tests;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class HandTime : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private TaskCompletionSource _somebodyWaits = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _ticks = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    /// <summary>Whether anybody waits for the clock to move; where nobody does, somebody is at work, for whom no time should pass.</summary>
    public bool IsWaitedFor
    {
        get
        {
            lock (_timers) return _timers.Any(timer => timer.IsDue(long.MaxValue - 1));
        }
    }

    /// <summary>Completes when somebody begins to wait for the clock, from now on.</summary>
    public Task SomebodyWaits => Volatile.Read(ref _somebodyWaits).Task;

    /// <summary>Moves the clock on; timers that are due go off once.</summary>
    public void Advance(TimeSpan time)
    {
        Interlocked.Add(ref _ticks, time.Ticks);
        HandTimer[] due;
        lock (_timers) due = [.. _timers.Where(timer => timer.IsDue(GetTimestamp()))];
        foreach (HandTimer timer in due) timer.GoOff(GetTimestamp());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, () => callback(state), period);
        timer.Change(dueTime, period);
        lock (_timers) _timers.Add(timer);
        TellOfWait();
        return timer;
    }

    private void TellOfWait() => Interlocked.Exchange(ref _somebodyWaits, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private sealed class HandTimer(HandTime time, Action callback, TimeSpan period) : ITimer
    {
        private long _due = long.MaxValue;

        public bool IsDue(long now) => now >= _due;

        public void GoOff(long now)
        {
            _due = period > TimeSpan.Zero ? now + period.Ticks : long.MaxValue;
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            (period, _due) = (newPeriod, dueTime < TimeSpan.Zero ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks);
            if (dueTime >= TimeSpan.Zero) time.TellOfWait();
            return true;
        }

        public void Dispose()
        {
            lock (time._timers) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
