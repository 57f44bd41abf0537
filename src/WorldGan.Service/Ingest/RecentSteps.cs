namespace WorldGan.Service.Ingest;

/// <summary>The content of the steps that came last, by episode and step.</summary>
/// <param name="capacity">Steps that are remembered.</param>
internal sealed class RecentSteps(int capacity)
{
    private readonly Dictionary<(UInt128 Episode, int Step), ulong> _content = [];
    private readonly Queue<(UInt128 Episode, int Step)> _order = new();

    /// <summary>The content of a step, or null where it is not remembered.</summary>
    public ulong? Find(UInt128 episode, int step) => _content.TryGetValue((episode, step), out ulong content) ? content : null;

    /// <summary>Remembers a step, and forgets the oldest one where there are too many.</summary>
    public void Add(UInt128 episode, int step, ulong content)
    {
        _content[(episode, step)] = content;
        _order.Enqueue((episode, step));
        if (_order.Count > capacity) _content.Remove(_order.Dequeue());
    }
}
