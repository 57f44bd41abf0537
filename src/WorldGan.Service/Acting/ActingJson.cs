using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorldGan.Service.Acting;

/// <summary>How questions and answers of this folder are read and written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, NumberHandling = JsonNumberHandling.Strict, AllowDuplicateProperties = false, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(FutureQuestion))]
[JsonSerializable(typeof(StepQuestion))]
[JsonSerializable(typeof(ResetQuestion))]
[JsonSerializable(typeof(StepAnswer))]
[JsonSerializable(typeof(ResetAnswer))]
[JsonSerializable(typeof(SimulationAnswer))]
[JsonSerializable(typeof(ForecastAnswer))]
internal sealed partial class ActingJson : JsonSerializerContext;
