using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorldGan.Service.Registry;

/// <summary>How the answers of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(KebabCase<VersionState>), typeof(KebabCase<Gate.GateAnswer>)])]
[JsonSerializable(typeof(VersionsAnswer))]
[JsonSerializable(typeof(VersionAnswer))]
internal sealed partial class RegistryJson : JsonSerializerContext;
