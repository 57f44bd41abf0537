using System.Text;
using System.Text.Json;
using WorldGan.Numerics;

namespace WorldGan.Runs;

/// <summary>
/// metrics.jsonl: a line for each report of the training. A run that goes on from a checkpoint does some steps again; their lines, and what a crash
/// tore off, are taken out before they are written anew, so that every step of a member stands there once.
/// </summary>
internal sealed class MetricsFile : IDisposable
{
    private readonly string _path;
    private readonly HashSet<(string Training, int Member)> _goneOnWith = [];
    private FileStream _stream;

    public MetricsFile(string path)
    {
        _path = path;
        if (File.Exists(path)) Keep(_ => true);
        _stream = Open();
    }

    /// <summary>Writes one line, and hands it to the operating system at once.</summary>
    public void Add(TrainingProgress progress)
    {
        string training = TrainingOf(progress.Stage);
        if (_goneOnWith.Add((training, progress.Member))) DropFrom(training, progress.Member, progress.Step);
        _stream.Write(Format(progress));
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    private void DropFrom(string training, int member, int step)
    {
        _stream.Dispose();
        Keep(line => line.Training != training || line.Member != member || line.Step < step);
        _stream = Open();
    }

    private void Keep(Func<(string Training, int Member, int Step), bool> isKept)
    {
        string[] lines = File.ReadAllLines(_path);
        string[] kept = [.. lines.Where(text => Read(text) is { } line && isKept(line))];
        if (kept.Length == lines.Length) return;
        AtomicFile.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(kept.Select(line => line + "\n")))));
    }

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.Read);

    private static byte[] Format(TrainingProgress progress)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("stage", progress.Stage);
            json.WriteNumber("member", progress.Member);
            json.WriteNumber("step", progress.Step);
            foreach ((string name, double value) in progress.Values)
            {
                if (double.IsFinite(value)) json.WriteNumber(name, value);
                else json.WriteNull(name);
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static (string Training, int Member, int Step)? Read(string text)
    {
        try
        {
            using JsonDocument line = JsonDocument.Parse(text);
            JsonElement root = line.RootElement;
            return (TrainingOf(root.GetProperty("stage").GetString()!), root.GetProperty("member").GetInt32(), root.GetProperty("step").GetInt32());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>"world" of "world.adversarial": steps are counted over all parts of a training.</summary>
    private static string TrainingOf(string stage) => stage.Split('.')[0];
}
