using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorldGan.Service.Ingest;

/// <summary>How the answers of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(WorldSummary))]
[JsonSerializable(typeof(IReadOnlyList<WorldSummary>))]
internal sealed partial class IngestJson : JsonSerializerContext;
