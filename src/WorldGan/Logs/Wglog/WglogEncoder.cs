using System.Buffers;
using MessagePack;
using WorldGan.Worlds;

namespace WorldGan.Logs.Wglog;

/// <summary>Writes episodes as blocks of steps in columns.</summary>
internal sealed class WglogEncoder(WorldSpec spec) : IEpisodeEncoder
{
    private readonly ArrayBufferWriter<byte> _payload = new();
    private readonly int _width = spec.Numbers;
    private readonly bool _isImage = spec.Image is not null;
    private readonly int _stepsPerBlock = Math.Max(1, Math.Min(WglogFormat.StepsPerBlock, WglogFormat.MaxPayload / 64 / Math.Max(1, spec.Numbers)));

    /// <summary>Writes a header, also when appending: whatever an earlier writer left open ends there.</summary>
    public void Begin(IBufferWriter<byte> output, bool isNewFile, bool hasProbabilities)
    {
        var writer = new MessagePackWriter(_payload);
        WglogHeader.Of(spec).Write(ref writer);
        writer.Flush();
        WriteRecord(WglogFormat.HeaderKind, output);
    }

    public void Add(Episode episode, IBufferWriter<byte> output, bool goesOn)
    {
        for (int first = 0; first < episode.Count; first += _stepsPerBlock)
        {
            WriteBlock(episode, first, Math.Min(_stepsPerBlock, episode.Count - first), goesOn);
            WriteRecord(WglogFormat.BlockKind, output);
        }
    }

    private void WriteBlock(Episode episode, int first, int count, bool goesOn)
    {
        var writer = new MessagePackWriter(_payload);
        writer.WriteArrayHeader(6);
        writer.Write(episode.Id);
        writer.Write(episode.FirstStep + first);
        WriteStates(ref writer, episode, first, count);

        if (episode.ActionProbabilities.Length > 0) writer.WriteArrayHeader(2);
        writer.WriteArrayHeader(count);
        foreach (int action in episode.Actions.AsSpan(first, count)) writer.Write(action);
        if (episode.ActionProbabilities.Length > 0) WriteNumbers(ref writer, episode.ActionProbabilities.AsSpan(first, count));
        WriteRewards(ref writer, episode, first, count);
        writer.Write(first + count < episode.Count ? 0 : episode.Ending == Ending.None && !goesOn ? WglogFormat.Stops : (int)episode.Ending);
        writer.Flush();
    }

    private void WriteStates(ref MessagePackWriter writer, Episode episode, int first, int count)
    {
        writer.WriteArrayHeader(spec.State.Count);
        for (int i = 0; i < spec.State.Count; i++)
        {
            writer.WriteArrayHeader(count + 1);
            for (int t = first; t <= first + count; t++)
            {
                if (_isImage) writer.Write(Array.ConvertAll(episode.States[(t * _width)..((t + 1) * _width)], pixel => (byte)pixel));
                else WriteNumber(ref writer, episode.States[t * _width + i]);
            }
        }
    }

    private static void WriteRewards(ref MessagePackWriter writer, Episode episode, int first, int count)
    {
        if (!episode.HasRewards)
        {
            writer.WriteNil();
            return;
        }

        WriteNumbers(ref writer, episode.Rewards.AsSpan(first, count));
    }

    private static void WriteNumbers(ref MessagePackWriter writer, ReadOnlySpan<double> numbers)
    {
        writer.WriteArrayHeader(numbers.Length);
        foreach (double number in numbers) WriteNumber(ref writer, number);
    }

    /// <summary>Half the bytes where no bit is lost: single precision is what most simulators and sensors give.</summary>
    private static void WriteNumber(ref MessagePackWriter writer, double value)
    {
        float single = (float)value;
        if (single == value) writer.Write(single);                  // a zero keeps its sign
        else writer.Write(value);
    }

    private void WriteRecord(int kind, IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.Write(kind);
        writer.Write(_payload.WrittenSpan);
        writer.Write(Crc32.Of(_payload.WrittenSpan));
        writer.Flush();
        _payload.ResetWrittenCount();
    }
}
