using System.Collections.Concurrent;

namespace WorldGan.Numerics;

/// <summary>Buffers that serve one thread at a time, kept for the next that needs some. A thread that comes back gets what it had, which lies in the cache of its core.</summary>
/// <param name="make">Makes one when there is no spare.</param>
internal sealed class Spares<T>(Func<T> make)
    where T : class
{
    private const int Threads = 64;                        // with a place of their own; more share one
    private const int Apart = 8;                           // references in a cache line, which no two threads are to share

    private readonly T?[] _places = new T?[Threads * Apart];
    private readonly ConcurrentBag<T> _others = [];

    private ref T? Place => ref _places[Environment.CurrentManagedThreadId % Threads * Apart];

    public T Take() => Interlocked.Exchange(ref Place, null) ?? (_others.TryTake(out T? other) ? other : make());

    public void Return(T spare)
    {
        if (Interlocked.CompareExchange(ref Place, spare, null) is not null) _others.Add(spare);
    }
}
