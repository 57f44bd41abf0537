using System.Buffers;
using System.Text.Json;
using WorldGan.Service.Hosting;

namespace WorldGan.Service.Ingest;

/// <summary>Lays the objects of a JSON array out as JSON lines, so that both forms have one reader and line n is the n-th step.</summary>
internal static class JsonSteps
{
    /// <summary>The lines of an array of objects, or of one object.</summary>
    /// <exception cref="ProblemException">The body is no JSON, or neither an array nor an object.</exception>
    public static byte[] ToLines(ReadOnlySpan<byte> json)
    {
        var lines = new ArrayBufferWriter<byte>(json.Length + 1);
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) throw new JsonException("neither is there");
            if (reader.TokenType == JsonTokenType.StartObject) AddLine(ref reader, json, lines);
            else
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) AddLine(ref reader, json, lines);
            while (reader.Read())
            {
                // Only white space may follow: anything else throws.
            }
        }
        catch (JsonException e)
        {
            throw new ProblemException(400, $"body.json: expected an array of steps as JSON, or one step, got something else: {e.Message}", e);
        }

        return lines.WrittenSpan.ToArray();
    }

    private static void AddLine(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ArrayBufferWriter<byte> lines)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        ReadOnlySpan<byte> step = json[start..(int)reader.BytesConsumed];
        Span<byte> line = lines.GetSpan(step.Length + 1)[..(step.Length + 1)];
        step.CopyTo(line);
        line[..^1].Replace((byte)'\n', (byte)' ');             // between tokens only: within a text JSON has none
        line[^1] = (byte)'\n';
        lines.Advance(line.Length);
    }
}
