using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WorldGan.Runs;

namespace WorldGan.Cli.Acting;

/// <summary>Answers lines of JSON with lines of JSON. No line, however broken, ends it: a robot must not lose its controller.</summary>
internal sealed class ControlDesk(Controller controller)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };    // quotes stay quotes
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The answer to one line.</summary>
    public string Answer(string line)
    {
        try
        {
            return Format(controller.Act(Read(line)));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)     // the last: text that is no Unicode
        {
            return FormatError(e.Message);
        }
        catch (JsonException)
        {
            return FormatError("The line is no JSON.");
        }
    }

    private static double[] Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("state", out JsonElement state) || state.ValueKind != JsonValueKind.Array)
            throw new FormatException("Expected {\"state\":[…]}, got something else.");
        return [.. state.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number ? number.GetDouble() : throw new FormatException($"Expected numbers in 'state', got {number.GetRawText()}."))];
    }

    private string Format(ControllerAnswer answer) => Format(json =>
    {
        json.WriteNumber("action", answer.Action);
        json.WriteStartArray("values");
        foreach (float value in answer.Values) json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteBoolean("outsideSupport", answer.OutsideSupport);
    });

    private string FormatError(string message) => Format(json => json.WriteString("error", message));

    private string Format(Action<Utf8JsonWriter> write)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }
}
