using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WorldGan.Numerics;

namespace WorldGan.Runs;

/// <summary>
/// metrics.jsonl: a line for each report of the training. A run that goes on from a checkpoint does some steps again and comes to the same numbers, so a
/// line that is there is not written twice; what a crash tore is taken out and written anew.
/// </summary>
internal sealed class MetricsFile : IDisposable
{
    private readonly HashSet<MetricsKey> _written;
    private readonly FileStream _stream;

    public MetricsFile(string path)
    {
        _written = File.Exists(path) ? Keep(path, _ => true) : [];
        _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Writes one line, and hands it to the operating system at once.</summary>
    public void Add(TrainingProgress progress)
    {
        if (_written.Contains(MetricsKey.Of(progress))) return;
        _stream.Write(Format(progress));
        _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Takes out the lines of a training that is to be done anew, such as "policy" for all stages that begin with "policy.".</summary>
    public static void Forget(string path, string training)
    {
        if (File.Exists(path)) Keep(path, stage => !stage.StartsWith(training + ".", StringComparison.Ordinal));
    }

    /// <summary>Rewrites the file without what is torn or not kept; returns what it then holds.</summary>
    private static HashSet<MetricsKey> Keep(string path, Func<string, bool> isKept)
    {
        string text = File.ReadAllText(path);
        var kept = text[..(text.LastIndexOf('\n') + 1)].Split('\n').Select(line => (Text: line, Key: Read(line))).Where(line => line.Key is { } key && isKept(key.Stage)).ToList();
        string rest = string.Concat(kept.Select(line => line.Text + "\n"));
        if (rest != text) AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(rest)));
        return [.. kept.Select(line => line.Key!.Value)];
    }

    private static byte[] Format(TrainingProgress progress)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
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

            if (progress.Incident is { } incident) json.WriteString("incident", incident);
            if (progress.Warnings.Count > 0)
            {
                json.WriteStartArray("warnings");
                foreach (string warning in progress.Warnings) json.WriteStringValue(warning);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>A line; null where it is torn.</summary>
    public static JsonDocument? Parse(string text)
    {
        JsonDocument? line = null;
        try
        {
            line = JsonDocument.Parse(text);
            MetricsKey.Of(line.RootElement);
            return line;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            line?.Dispose();
            return null;
        }
    }

    private static MetricsKey? Read(string text)
    {
        using JsonDocument? line = Parse(text);
        return line is null ? null : MetricsKey.Of(line.RootElement);
    }
}
