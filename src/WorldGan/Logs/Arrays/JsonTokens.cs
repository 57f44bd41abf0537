using System.Text;
using System.Text.Json;

namespace WorldGan.Logs.Arrays;

/// <summary>Reads JSON of any length token by token from a stream.</summary>
internal sealed class JsonTokens(Stream stream, string path)
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private long _before;                                  // bytes of the file before the buffer
    private bool _atEnd;
    private JsonReaderState _state = new(Options);

    public JsonTokenType Type { get; private set; }

    /// <summary>Where the token stands.</summary>
    public LogPlace Place { get; private set; } = new(path, Offset: 0);

    /// <summary>The number that the token is.</summary>
    public double Number { get; private set; }

    /// <summary>The text that the token is: a string, the name of a member, or the digits of a number.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Reads the next token; false at the end.</summary>
    /// <exception cref="LogFormatException">The file is no JSON here.</exception>
    public bool Read()
    {
        while (!TryRead())
        {
            if (_atEnd) return false;
            Fill();
        }

        return true;
    }

    /// <summary>Skips the value that begins with this token.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            if (Type is JsonTokenType.StartArray or JsonTokenType.StartObject) depth++;
            if (Type is JsonTokenType.EndArray or JsonTokenType.EndObject) depth--;
        }
        while (depth > 0 && Read());
    }

    /// <summary>A fault at this token.</summary>
    public LogFormatException Fault(string name, string expected) => new(Place, $"'{name}' is {Describe()}, expected {expected}.");

    private bool TryRead()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _atEnd, _state);
        try
        {
            if (!reader.Read()) return false;
            Place = new LogPlace(path, Offset: _before + _start + reader.TokenStartIndex);
            Type = reader.TokenType;
            if (Type == JsonTokenType.Number) (Number, Text) = (reader.GetDouble(), "");
            else if (Type is JsonTokenType.String or JsonTokenType.PropertyName) Text = reader.GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)              // the latter: text that is no Unicode
        {
            long at = _before + _start + reader.BytesConsumed;
            throw new LogFormatException(new LogPlace(path, Offset: at), $"expected JSON, got {(at >= _before + _end ? "the end of the file" : $"'{Near(reader.BytesConsumed)}'")}.{Hint(reader.BytesConsumed)}");
        }

        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
        return true;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _before += _start;
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_end >= Assembly.ByteLines.MaxLine) throw new LogFormatException(Place, $"expected text of at most {Assembly.ByteLines.MaxLine} bytes, got a longer one.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = count == 0;
        _end += count;
    }

    private string Describe() => Type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.Number => string.Create(null, $"{Number}"),
        JsonTokenType.String => $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'",
        _ => Type.ToString().ToLowerInvariant(),
    };

    private string Near(long consumed)
    {
        string near = Encoding.UTF8.GetString(_buffer.AsSpan(_start + (int)consumed, Math.Min(20, _end - _start - (int)consumed))).Trim();
        return string.Concat(near.Select(c => char.IsControl(c) ? '\uFFFD' : c));
    }

    /// <summary>Python's json writes what JSON does not have.</summary>
    private string Hint(long consumed) => Near(consumed).TrimStart(',', '[', ':', ' ', '-') is var near && (near.StartsWith("NaN", StringComparison.Ordinal) || near.StartsWith("Infinity", StringComparison.Ordinal))
        ? " Numbers must be finite." : "";
}
