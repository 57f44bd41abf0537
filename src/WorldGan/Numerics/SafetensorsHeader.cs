using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WorldGan.Numerics;

/// <summary>The JSON header of a <see cref="SafetensorsFile"/>: metadata, and the place of each tensor.</summary>
/// <param name="Places">The tensors in the order of the file.</param>
/// <param name="Metadata">Text by name.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<TensorPlace> Places, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Largest header that the format's own library reads.</summary>
    public const int MaxBytes = 100_000_000;

    private const string MetadataName = "__metadata__";
    private const int Alignment = 8;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The header of tensors that stand one after the other, padded so that the first begins at a multiple of 8 bytes.</summary>
    /// <exception cref="ArgumentException">A name cannot be written.</exception>
    public static byte[] Format(IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0) WriteMetadata(json, metadata);
            long begin = 0;
            foreach ((string name, Tensor tensor) in tensors) begin = WritePlace(json, name, tensor, begin);
            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    /// <summary>Reads a header and checks that its tensors fill the rest of the file without gap or overlap.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataBytes">Bytes of the file after the header.</param>
    /// <param name="source">The file's name for messages.</param>
    /// <exception cref="InvalidDataException">The header is malformed; the message says where.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataBytes, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Parse(document.RootElement, dataBytes);
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{source}: {fault.Message}");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)   // the latter for text that is not Unicode
        {
            throw new InvalidDataException($"{source}: header: expected JSON, got a fault: {fault.Message}");
        }
    }

    private static SafetensorsHeader Parse(JsonElement root, long dataBytes)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var places = new List<TensorPlace>();
        foreach (JsonProperty property in Members(root, "header"))
            if (property.Name == MetadataName)
                foreach (JsonProperty text in Members(property.Value, MetadataName))
                    metadata.Add(text.Name, Expect(text.Value, JsonValueKind.String, $"{MetadataName}: '{text.Name}'").GetString()!);
            else
                places.Add(ParsePlace(property));

        places.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckFilled(places, dataBytes);
        return new SafetensorsHeader(places, metadata);
    }

    private static TensorPlace ParsePlace(JsonProperty property)
    {
        string where = $"tensor '{property.Name}'";
        Expect(property.Value, JsonValueKind.Object, where);
        string dtype = Expect(Member(property.Value, "dtype", where), JsonValueKind.String, $"{where}: dtype").GetString()!;
        ElementType[] types = Enum.GetValues<ElementType>();
        int type = Array.FindIndex(types, t => t.ToString() == dtype);
        if (type < 0) throw new InvalidDataException($"{where}: expected a dtype of {string.Join(", ", types)}, got '{dtype}'.");

        long[] shape = Numbers(Member(property.Value, "shape", where), int.MaxValue, $"{where}: shape");
        long[] offsets = Numbers(Member(property.Value, "data_offsets", where), long.MaxValue, $"{where}: data_offsets");
        if (offsets.Length != 2) throw new InvalidDataException($"{where}: expected two data_offsets, got {offsets.Length}.");

        var place = new TensorPlace(property.Name, types[type], Array.ConvertAll(shape, size => (int)size), offsets[0], offsets[1]);
        return place.Fault() is { } fault ? throw new InvalidDataException($"{where}: {fault}.") : place;
    }

    private static void CheckFilled(List<TensorPlace> places, long dataBytes)
    {
        long end = 0;
        foreach (TensorPlace place in places)
        {
            if (place.Begin != end) throw new InvalidDataException($"tensor '{place.Name}': expected to begin at byte {end} of the data, got {place.Begin}.");
            end = place.End;
        }

        if (end != dataBytes) throw new InvalidDataException($"expected {end} bytes of data after the header, got {dataBytes}.");
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value, string where) => Expect(value, JsonValueKind.Object, where).EnumerateObject();

    private static JsonElement Member(JsonElement value, string name, string where) =>
        value.TryGetProperty(name, out JsonElement member) ? member : throw new InvalidDataException($"{where}: expected '{name}', got none.");

    private static JsonElement Expect(JsonElement value, JsonValueKind kind, string where) =>
        value.ValueKind == kind ? value : throw new InvalidDataException($"{where}: expected {kind}, got {value.ValueKind}.");

    private static long[] Numbers(JsonElement value, long most, string where)
    {
        var numbers = new List<long>();
        foreach (JsonElement element in Expect(value, JsonValueKind.Array, where).EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out long number) || number < 0 || number > most)
                throw new InvalidDataException($"{where}: expected whole numbers from 0 to {most}, got {element.GetRawText()}.");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataName);
        foreach ((string name, string text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(Unicode(name), Unicode(text));
        json.WriteEndObject();
    }

    private static long WritePlace(Utf8JsonWriter json, string name, Tensor tensor, long begin)
    {
        if (name == MetadataName) throw new ArgumentException($"Expected a tensor's name, got '{MetadataName}', which the format keeps for itself.");
        long end = begin + tensor.Bytes.Length;

        json.WriteStartObject(Unicode(name));
        json.WriteString("dtype", tensor.Type.ToString());
        json.WriteStartArray("shape");
        foreach (int size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }

    // Half a surrogate pair would silently become another character.
    private static byte[] Unicode(string text) => StrictUtf8.GetBytes(text);
}
