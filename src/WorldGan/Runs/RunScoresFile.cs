using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Numerics;
using WorldGan.Worlds.Json;

namespace WorldGan.Runs;

/// <summary>Writes scores.json, and reads from it what a later evaluation does not measure again.</summary>
internal static class RunScoresFile
{
    private static readonly string[] ThoroughKeys = ["study", "offPolicy", "offPolicyStudy", "baselines"];

    /// <summary>Writes the scores. What a more thorough evaluation found before stays where they bring none: it is of the same world, and of the same policy.</summary>
    public static void Write(string path, RunScores scores)
    {
        JsonObject whole = JsonNode.Parse(RecordWriter.Write(scores))!.AsObject();
        foreach (string key in ThoroughKeys) whole[key] ??= Read(path, key);
        byte[] utf8 = RecordWriter.Write(whole);
        AtomicFile.Write(path, stream => stream.Write(utf8));
    }

    /// <summary>Reads the scores that a run has written.</summary>
    /// <exception cref="InvalidDataException">The file holds something else, as that of an earlier version may.</exception>
    public static RunScores Read(string path)
    {
        try
        {
            return RecordWriter.Read<RunScores>(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: expected the scores of a run, got something else ({e.Message}) `worldgan evaluate` writes them anew.", e);
        }
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

    /// <summary>Whether an evaluation has answered all that is asked here.</summary>
    public static bool Answers(string path, EvaluationRequest request) =>
        (request.Study == StudyScope.None || HasStudied(Read(path, "study"), request.Study)) && (!request.Baselines || Read(path, "baselines") is not null) && (!request.OffPolicyStudy || Read(path, "offPolicyStudy") is not null);

    // Besides the baselines there are the learned world and the true one, or the learned world alone.
    private static bool HasStudied(JsonNode? study, StudyScope scope) =>
        study is not null && (scope != StudyScope.WorldAndBaselines || study["worlds"] is JsonArray { Count: > 2 });

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
