using System.Collections.Concurrent;

namespace WorldGan.Numerics;

/// <summary>Buffers that serve one thread at a time, kept for the next that needs some. The first spare lies where one thread finds it at once.</summary>
/// <param name="make">Makes one when there is no spare.</param>
internal sealed class Spares<T>(Func<T> make)
    where T : class
{
    private readonly ConcurrentBag<T> _others = [];
    private T? _first;

    public T Take() => Interlocked.Exchange(ref _first, null) ?? (_others.TryTake(out T? other) ? other : make());

    public void Return(T spare)
    {
        if (Interlocked.CompareExchange(ref _first, spare, null) is not null) _others.Add(spare);
    }
}
