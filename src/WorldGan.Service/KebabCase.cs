using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorldGan.Service;

/// <summary>An enumeration as the files of the project write it: <c>new-data</c>.</summary>
internal sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
