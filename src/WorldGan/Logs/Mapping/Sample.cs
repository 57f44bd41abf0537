using WorldGan.Logs.Messages;

namespace WorldGan.Logs.Mapping;

/// <summary>A value at a time.</summary>
/// <param name="Time">The time in nanoseconds.</param>
/// <param name="Slot">Which value it is; -1 for the beginning of another file.</param>
/// <param name="Value">The value in the world's units.</param>
/// <param name="Place">Where its message stands.</param>
internal readonly record struct Sample(long Time, int Slot, FieldValue Value, LogPlace Place)
{
    public const int NewFile = -1;
}
