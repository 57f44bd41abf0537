using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WorldGan.Worlds.Json;

/// <summary>Reads JSON into values that know their line and column.</summary>
internal ref struct JsonTree
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly FaultList _faults;
    private Utf8JsonReader _reader;
    private LineCounter _lines;

    private JsonTree(ReadOnlySpan<byte> utf8, FaultList faults)
    {
        _utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        _faults = faults;
        _reader = new Utf8JsonReader(_utf8);
        _lines = new LineCounter(_utf8);
    }

    /// <summary>Parses a whole file; a key that stands twice is listed as a fault and its first value is kept.</summary>
    /// <exception cref="FaultyFileException">The text is no JSON: nothing more can be said about it.</exception>
    public static PlacedValue Parse(ReadOnlySpan<byte> utf8, FaultList faults) => new JsonTree(utf8, faults).ReadFile();

    private PlacedValue ReadFile()
    {
        RequireUtf8();
        if (!_utf8.ContainsAnyExcept(" \t\r\n"u8)) Fail(new Place(1, 1, ""), "expected a JSON object, got an empty file.");
        try
        {
            _reader.Read();
            var root = ReadValue("");
            while (_reader.Read())
            {
                // Only white space may follow: anything else throws.
            }

            return root;
        }
        catch (JsonException e)
        {
            Fail(PlaceOf(e), e.Message.Split(" LineNumber:")[0]);
            throw;
        }
    }

    private PlacedValue ReadValue(string key)
    {
        var place = _lines.At(_reader.TokenStartIndex, key);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(place),
            JsonTokenType.StartArray => ReadArray(place),
            JsonTokenType.String => new(JsonValueKind.String, place, ReadText(place)),
            JsonTokenType.Number => new(JsonValueKind.Number, place, Encoding.UTF8.GetString(_reader.ValueSpan)),
            JsonTokenType.True => new(JsonValueKind.True, place),
            JsonTokenType.False => new(JsonValueKind.False, place),
            _ => new(JsonValueKind.Null, place),
        };
    }

    private PlacedValue ReadObject(Place place)
    {
        var result = new PlacedValue(JsonValueKind.Object, place);
        var seen = new HashSet<string>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var keyPlace = _lines.At(_reader.TokenStartIndex, place.Key);
            string name = ReadText(keyPlace);
            keyPlace = keyPlace with { Key = place.KeyOf(name) };
            _reader.Read();
            var value = ReadValue(keyPlace.Key);
            if (seen.Add(name)) result.Members.Add(new(name, keyPlace, value));
            else _faults.Add(keyPlace, "this key stands twice.");
        }

        return result;
    }

    private PlacedValue ReadArray(Place place)
    {
        var result = new PlacedValue(JsonValueKind.Array, place);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            result.Items.Add(ReadValue(place.KeyOf(result.Items.Count)));
        return result;
    }

    private string ReadText(Place place)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Fail(place, "expected text, got half of a surrogate pair.");
            throw;
        }
    }

    private readonly void RequireUtf8()
    {
        if (Utf8.IsValid(_utf8)) return;

        Utf8.ToUtf16(_utf8, new char[_utf8.Length], out int validBytes, out _, replaceInvalidSequences: false);
        Fail(new LineCounter(_utf8).At(validBytes, ""), "expected UTF-8 text, got bytes of another encoding.");
    }

    /// <summary>The reader counts lines from 0 and columns in bytes.</summary>
    private readonly Place PlaceOf(JsonException e)
    {
        int lineStart = 0;
        for (long line = e.LineNumber ?? 0; line > 0; line--) lineStart += _utf8[lineStart..].IndexOf((byte)'\n') + 1;
        return new LineCounter(_utf8).At(Math.Min(lineStart + (e.BytePositionInLine ?? 0), _utf8.Length), "");
    }

    [DoesNotReturn]
    private readonly void Fail(Place place, string message)
    {
        _faults.Add(place, message);
        _faults.ThrowIfAny();
        throw new InvalidOperationException("A list with a fault throws.");
    }
}
