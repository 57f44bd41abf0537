using WorldGan.Logs.Messages;

namespace WorldGan.Logs.Mapping;

/// <summary>The values that hold at a moment: of each slot the last one that came.</summary>
internal sealed class Held(Slots slots)
{
    private readonly Sample?[] _last = new Sample?[slots.Count];

    /// <summary>The value of a slot; none before the first one.</summary>
    public FieldValue this[int slot] => slot >= 0 && _last[slot] is { } sample ? sample.Value : default;

    public LogPlace PlaceOf(int slot) => _last[slot]?.Place ?? default;

    /// <summary>When the value of a slot came; null before the first one.</summary>
    public long? TimeOf(int slot) => slot < 0 ? null : _last[slot]?.Time;

    public void Take(in Sample sample) => _last[sample.Slot] = sample;

    /// <summary>Whether a flag is set.</summary>
    public bool IsSet(int slot) => this[slot].Number is { } number && number != 0;

    /// <summary>The first slot of state or action whose value is not known or too old, or -1.</summary>
    public int FindStale(long time)
    {
        for (int slot = 0; slot <= slots.Action; slot++)
            if (_last[slot] is not { } sample || (time - sample.Time) / 1e9 > slots[slot].MaxAge) return slot;
        return -1;
    }

    /// <summary>Forgets the state as it was before a moment: what follows is another episode.</summary>
    public void ForgetStateBefore(long time)
    {
        for (int slot = 0; slot < slots.State; slot++)
            if (_last[slot]?.Time < time) _last[slot] = null;
    }
}
