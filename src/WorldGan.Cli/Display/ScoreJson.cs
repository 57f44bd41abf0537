using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>What a run has come to, as JSON: scores.json, the folder and the learned world's forecast.</summary>
internal static class ScoreJson
{
    public static void Write(TextWriter output, RunResult result)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllBytes(result.Folder.Scores))!.AsObject();
        json["run"] = result.Folder.Path;
        json["forecast"] = result.Policy.Forecast is { } forecast ? JsonSerializer.SerializeToNode(forecast, Options) : null;
        output.WriteLine(json.ToJsonString(Options));
    }

    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
}
