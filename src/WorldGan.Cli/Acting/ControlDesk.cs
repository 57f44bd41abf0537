using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WorldGan.Runs;
using WorldGan.Worlds;

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
            return Answered(line);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)     // the last: text that is no Unicode
        {
            return Fail(e.Message);
        }
        catch (JsonException)
        {
            return Fail("The line is no JSON.");
        }
    }

    private string Answered(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw Unexpected();
        if (Begins(document.RootElement)) controller.Begin();
        return Format(controller.Act(StateOf(document.RootElement)));
    }

    private static bool Begins(JsonElement line) =>
        line.TryGetProperty("begin", out JsonElement begin) && (begin.ValueKind is JsonValueKind.True or JsonValueKind.False ? begin.GetBoolean() : throw new FormatException($"Expected true or false for 'begin', got {begin.GetRawText()}."));

    private static double[] StateOf(JsonElement line)
    {
        if (!line.TryGetProperty("state", out JsonElement state) || state.ValueKind != JsonValueKind.Array) throw Unexpected();
        return [.. state.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number ? number.GetDouble() : throw new FormatException($"Expected numbers in 'state', got {number.GetRawText()}."))];
    }

    private static FormatException Unexpected() => new("Expected {\"state\":[…]}, got something else.");

    private string Format(ControllerAnswer answer) => Format(json =>
    {
        ActionSpec action = controller.Spec.Actions[answer.Action];
        json.WriteNumber("action", answer.Action);
        json.WriteString("actionName", action.Name);
        if (action.Value is { } level) json.WriteNumber("actionValue", level);
        json.WriteStartArray("values");
        foreach (float value in answer.Values) json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteBoolean("outsideSupport", answer.OutsideSupport);
    });

    // The state of the line is lost, so the history has a gap.
    private string Fail(string message)
    {
        controller.Begin();
        return Format(json => json.WriteString("error", message));
    }

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
