using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Runs;

namespace WorldGan.Cli.Display;

/// <summary>What a run has come to, as JSON: scores.json and the folder.</summary>
internal static class ScoreJson
{
    public static void Write(TextWriter output, RunResult result)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllBytes(result.Scores))!.AsObject();
        json["run"] = result.Folder.Path;
        output.WriteLine(json.ToJsonString(Options));
    }

    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
}
