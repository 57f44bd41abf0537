using System.Collections.Concurrent;

namespace WorldGan.Service.Acting;

/// <summary>Desks that wait for the next question.</summary>
internal sealed class ActDesks
{
    private const int MostWaiting = 64;                    // more come and go with a rush of questions
    private readonly ConcurrentBag<ActDesk> _free = [];

    /// <summary>Takes a desk; it is to be returned.</summary>
    public ActDesk Take() => _free.TryTake(out ActDesk? desk) ? desk : new ActDesk();

    /// <summary>Puts a desk back.</summary>
    public void Return(ActDesk desk)
    {
        if (!desk.IsLarge && _free.Count < MostWaiting) _free.Add(desk);
    }
}
