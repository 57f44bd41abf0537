using System.Buffers;
using MessagePack;
using WorldGan.Logs;
using WorldGan.Logs.Wglog;
using WorldGan.Worlds;

namespace WorldGan.Tests.Logs.Wglog;

/// <summary>A log put together record by record.</summary>
internal sealed class RecordsOf
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public RecordsOf(WorldSpec spec, WglogHeader? header = null) => Header(spec, header);

    public delegate void Payload(ref MessagePackWriter writer);

    public void Header(WorldSpec spec, WglogHeader? header = null) => Add(WglogFormat.HeaderKind, (header ?? WglogHeader.Of(spec)).Write);

    /// <summary>Adds one step and gives the place of its record.</summary>
    public long Step(object episode, int step, double[]? state, object action, double reward, int ending, double[]? nextState) =>
        Add(WglogFormat.StepKind, (ref MessagePackWriter w) =>
        {
            w.WriteArrayHeader(7);
            Write(ref w, episode);
            w.Write(step);
            Write(ref w, state);
            Write(ref w, action);
            w.Write(reward);
            w.Write(ending);
            Write(ref w, nextState);
        });

    public long Add(int kind, Payload write)
    {
        long at = _bytes.WrittenCount;
        var payload = new ArrayBufferWriter<byte>();
        var inner = new MessagePackWriter(payload);
        write(ref inner);
        inner.Flush();
        var outer = new MessagePackWriter(_bytes);
        outer.WriteArrayHeader(3);
        outer.Write(kind);
        outer.Write(payload.WrittenSpan);
        outer.Write(Crc32.Of(payload.WrittenSpan));
        outer.Flush();
        return at;
    }

    public void AddBytes(byte[] bytes) => _bytes.Write(bytes);

    public (Episode[] Episodes, string[] Notices) Read(WorldSpec spec)
    {
        using var folder = new TemporaryFolder();
        Save(folder.File("a.wglog"));
        var notices = new List<string>();
        Episode[] episodes = [.. LogFile.Read(folder.File("a.wglog"), spec, n => notices.Add(Path.GetFileName(n.ToString())))];
        return (episodes, [.. notices]);
    }

    public void Save(string path) => File.WriteAllBytes(path, _bytes.WrittenSpan);

    public string Fault(WorldSpec spec) => Path.GetFileName(Assert.Throws<LogFormatException>(() => Read(spec)).Message);

    private static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNil(); break;
            case int number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case string text: writer.Write(text); break;
            case double[] numbers:
                writer.WriteArrayHeader(numbers.Length);
                foreach (double number in numbers) writer.Write(number);
                break;
            case object[] values:
                writer.WriteArrayHeader(values.Length);
                foreach (object one in values) Write(ref writer, one);
                break;
            default: throw new ArgumentException($"No such value in a log: {value}.");
        }
    }
}
