using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Numerics;
using WorldGan.Worlds.Json;

namespace WorldGan.Runs;

/// <summary>Writes scores.json, and reads from it what a later evaluation does not measure again.</summary>
internal static class RunScoresFile
{
    private const string StudyKey = "study", OffPolicyKey = "offPolicy", BaselinesKey = "baselines";

    /// <summary>Writes the scores. What a more thorough evaluation found before stays where they bring none: it is of the same world, and of the same policy.</summary>
    public static void Write(string path, RunScores scores)
    {
        JsonObject whole = JsonNode.Parse(RecordWriter.Write(scores))!.AsObject();
        foreach (string key in new[] { StudyKey, OffPolicyKey, BaselinesKey }) whole[key] ??= Read(path, key);
        byte[] utf8 = RecordWriter.Write(whole);
        AtomicFile.Write(path, stream => stream.Write(utf8));
    }

    /// <summary>The durations in an earlier file, which a later evaluation cannot measure again; none where there is no such file.</summary>
    public static RunSeconds ReadSeconds(string path)
    {
        if (!File.Exists(path)) return new RunSeconds();
        try
        {
            using JsonDocument scores = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement seconds = scores.RootElement.GetProperty("seconds");
            return new RunSeconds { World = Number(seconds, "world"), Policy = Number(seconds, "policy") };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new RunSeconds();                       // the file is about to be replaced, and nothing but a duration is lost
        }
    }

    /// <summary>Whether the world of these scores was studied.</summary>
    public static bool HoldsStudy(string path) => Read(path, StudyKey) is not null;

    private static JsonNode? Read(string path, string key)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) is JsonObject old && old[key] is { } value ? value.DeepClone() : null;
        }
        catch (JsonException)
        {
            return null;                                   // as above
        }
    }

    private static double? Number(JsonElement seconds, string name) =>
        seconds.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
