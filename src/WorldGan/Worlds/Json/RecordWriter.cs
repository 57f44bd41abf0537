using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorldGan.Worlds.Json;

/// <summary>Writes records in the form that <see cref="RecordReader"/> reads.</summary>
internal static class RecordWriter
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions Strict = new(Options) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>The record as UTF-8 text with a line break at the end.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static byte[] Write<T>(T record) => [.. JsonSerializer.SerializeToUtf8Bytes(record, Options), (byte)'\n'];

    /// <summary>Reads what <see cref="Write"/> wrote. Files that people write are read by <see cref="RecordReader"/>, which says where their faults are.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<T>(utf8, Strict) ?? throw new JsonException("Expected an object, got null.");
}
