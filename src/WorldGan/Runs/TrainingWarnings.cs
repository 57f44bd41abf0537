using System.Text.Json;

namespace WorldGan.Runs;

/// <summary>What went wrong while a run was trained, summed up over the members: as metrics.jsonl tells it, so that neither stops nor later evaluations lose a word.</summary>
internal static class TrainingWarnings
{
    /// <summary>
    /// The incidents of all times, and what was still wrong when a member was last measured, each with the number of members that it holds for, in the order of the file.
    /// </summary>
    /// <param name="path">The metrics; there need not be any.</param>
    public static IReadOnlyList<string> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var incidents = new List<(string Text, string Member)>();
        var last = new Dictionary<string, string[]>();
        var members = new Dictionary<string, HashSet<string>>();
        foreach (string text in File.ReadLines(path))
        {
            using JsonDocument? line = MetricsFile.Parse(text);
            if (line is null) continue;
            string training = MetricsKey.Of(line.RootElement).Stage.Split('.')[0], member = $"{training} {MetricsKey.Of(line.RootElement).Member}";
            if (!members.TryGetValue(training, out HashSet<string>? known)) members[training] = known = [];
            known.Add(member);
            if (line.RootElement.TryGetProperty("incident", out JsonElement incident)) incidents.Add((incident.GetString()!, member));
            last[member] = line.RootElement.TryGetProperty("warnings", out JsonElement warnings) ? [.. warnings.EnumerateArray().Select(w => w.GetString()!)] : [];
        }

        IEnumerable<(string Text, string Member)> all = incidents.Concat(last.SelectMany(member => member.Value.Select(warning => (warning, member.Key))));
        return [.. all.Distinct().GroupBy(w => w.Text).Select(group => Summary(group.Key, group.Count(), members[group.First().Member.Split(' ')[0]].Count))];
    }

    private static string Summary(string text, int count, int of) => of == 1 ? text : $"{count} of {of} members: {text}";
}
