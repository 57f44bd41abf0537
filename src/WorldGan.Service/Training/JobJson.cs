using System.Text.Json;
using System.Text.Json.Serialization;
using WorldGan.Runs;

namespace WorldGan.Service.Training;

/// <summary>How the answers of this folder are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(KebabCase<JobCause>), typeof(KebabCase<JobState>), typeof(KebabCase<RunStage>)])]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(IReadOnlyList<JobAnswer>))]
[JsonSerializable(typeof(JobDescription))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(string))]
internal sealed partial class JobJson : JsonSerializerContext;
