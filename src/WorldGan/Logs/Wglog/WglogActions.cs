using System.Globalization;
using System.Text;
using MessagePack;

namespace WorldGan.Logs.Wglog;

/// <summary>Takes the actions alone out of payloads: of a log whose header names none, before its world is known.</summary>
internal static class WglogActions
{
    /// <summary>Takes an action as a text log would have it.</summary>
    public delegate void Take(ReadOnlySpan<byte> action, LogPlace place);

    /// <summary>Reads the actions of a step or a block; other records have none.</summary>
    /// <exception cref="LogFormatException">The payload is not laid out as it must be.</exception>
    public static void Read(WglogRecord record, LogPlace place, Take take)
    {
        if (record.Kind is not (WglogFormat.StepKind or WglogFormat.BlockKind)) return;
        try
        {
            var reader = new MessagePackReader(record.Payload);
            reader.ReadArrayHeader();
            for (int i = 0; i < 3; i++) reader.Skip();             // episode, step, state or states
            int count = record.Kind == WglogFormat.BlockKind ? reader.ReadArrayHeader() : 1;
            if (reader.NextMessagePackType == MessagePackType.Array) count = reader.ReadArrayHeader();   // what follows are probabilities
            if (record.Kind == WglogFormat.StepKind) count = 1;
            for (int i = 0; i < count; i++) take(Encoding.UTF8.GetBytes(Text(ref reader)), place);
        }
        catch (Exception e) when (WglogFormat.IsMalformed(e))
        {
            throw new LogFormatException(place, $"the record of kind {record.Kind} is whole, but not laid out as expected: {e.Message}");
        }
    }

    private static string Text(ref MessagePackReader reader) =>
        reader.NextMessagePackType == MessagePackType.String ? reader.ReadString()! : reader.ReadDouble().ToString(CultureInfo.InvariantCulture);
}
