using System.Text.Json;
using WorldGan.Reporting.Report;

namespace WorldGan.Runs;

/// <summary>The numbers of metrics.jsonl as curves.</summary>
internal static class TrainingCurves
{
    private static readonly string[] NotNumbers = ["stage", "member", "step"];

    /// <summary>A curve for each number of each member, member by member, since in the file members that train at the same time stand in any order; lines that are torn are left out.</summary>
    /// <param name="path">The metrics; there need not be any.</param>
    public static IReadOnlyList<TrainingCurve> Read(string path)
    {
        var curves = new Dictionary<(string Stage, string Metric, int Member), (List<double> Steps, List<double?> Values)>();
        foreach (string text in MetricsFile.Lines(path))
        {
            using JsonDocument? line = MetricsFile.Parse(text);
            if (line is null) continue;
            MetricsKey key = MetricsKey.Of(line.RootElement);
            foreach (JsonProperty property in line.RootElement.EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null && !NotNumbers.Contains(p.Name)))
            {
                if (!curves.TryGetValue((key.Stage, property.Name, key.Member), out var curve)) curves[(key.Stage, property.Name, key.Member)] = curve = ([], []);
                curve.Steps.Add(key.Step);
                curve.Values.Add(property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.GetDouble());
            }
        }

        return [.. curves.OrderBy(curve => curve.Key.Member).Select(curve => new TrainingCurve(curve.Key.Stage, curve.Key.Metric, curve.Key.Member, curve.Value.Steps, curve.Value.Values))];
    }
}
