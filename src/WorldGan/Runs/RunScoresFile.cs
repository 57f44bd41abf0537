using System.Text.Json;
using WorldGan.Numerics;
using WorldGan.Worlds.Json;

namespace WorldGan.Runs;

/// <summary>Writes scores.json, and reads from it how long the trainings took.</summary>
internal static class RunScoresFile
{
    public static void Write(string path, RunScores scores)
    {
        byte[] utf8 = RecordWriter.Write(scores);
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

    private static double? Number(JsonElement seconds, string name) =>
        seconds.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
