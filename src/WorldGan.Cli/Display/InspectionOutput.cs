using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WorldGan.Logs;
using WorldGan.Worlds;

namespace WorldGan.Cli.Display;

/// <summary>What a log holds, for people or for programs.</summary>
internal static class InspectionOutput
{
    public static void Write(Terminal terminal, string path, LogInspection log, string? drafted, bool isKnown, bool json)
    {
        foreach (string warning in log.Warnings) terminal.Error.WriteLine($"warning: {warning}");
        if (json) WriteJson(terminal.Out, path, log, drafted);
        else WriteText(terminal.Out, path, log, drafted, isKnown);
    }

    private static void WriteJson(TextWriter output, string path, LogInspection log, string? drafted)
    {
        var json = new JsonObject
        {
            ["log"] = path,
            ["transitions"] = log.Tally.Steps,
            ["episodes"] = log.Tally.Episodes,
            ["endings"] = JsonSerializer.SerializeToNode(log.Endings, ScoreJson.Options),
            ["returns"] = log.HasRewards ? JsonSerializer.SerializeToNode(log.Returns, ScoreJson.Options) : null,
            ["rewards"] = log.HasRewards ? JsonSerializer.SerializeToNode(log.Rewards, ScoreJson.Options) : null,
            ["state"] = JsonSerializer.SerializeToNode(log.State.Select(v => new { v.Name, kind = v.Kind.ToString().ToLowerInvariant(), v.Values }), ScoreJson.Options),
            ["actions"] = JsonSerializer.SerializeToNode(log.Actions, ScoreJson.Options),
            ["warnings"] = JsonSerializer.SerializeToNode(log.Warnings),
            ["world"] = JsonNode.Parse(WorldSpecFile.Format(log.Draft)),
            ["wrote"] = drafted,
        };
        output.WriteLine(json.ToJsonString(ScoreJson.Options));
    }

    private static void WriteText(TextWriter output, string path, LogInspection log, string? drafted, bool isKnown)
    {
        output.WriteLine(FormattableString.Invariant($"{path}: {Words.Count(log.Tally.Steps, "transition")} in {Words.Count(log.Tally.Episodes, "episode")}"));
        if (log.Tally.Steps == 0) return;
        output.WriteLine(FormattableString.Invariant($"  ended: {log.Endings.Terminal:N0} terminal, {log.Endings.Truncated:N0} truncated, {log.Endings.Stopped:N0} simply stop"));
        string asLogged = log.Draft.RewardIs is null ? "" : ", as logged";
        output.WriteLine(log.HasRewards ? $"  return of an episode{asLogged}: {Range(log.Returns)}"
            : $"  return of an episode: {(log.Draft.RewardIs is null ? "not known, the log has no rewards" : "as rewardIs says, the log has no rewards")}");
        if (log.HasRewards) output.WriteLine($"  reward of a step{asLogged}: {Range(log.Rewards)}");
        output.WriteLine("State");
        foreach (ObservedVariable variable in log.State) output.WriteLine($"  {variable.Name,-24}{variable.Kind.ToString().ToLowerInvariant(),-10}{Range(variable.Values)}");
        if (log.Draft.Image is { } image) output.WriteLine(FormattableString.Invariant($"    {image.Height} rows of {image.Width} pixels, {Words.Count(image.Channels, "channel")}"));
        output.WriteLine("Actions");
        foreach (ObservedAction action in log.Actions) output.WriteLine(FormattableString.Invariant($"  {action.Name,-24}{action.Steps,10:N0} steps{action.Share * 100,6:0} %"));
        if (drafted is null && !isKnown) output.WriteLine("Draft a world.json from it with: --write-world worlds/NAME");
        else if (drafted is not null) output.WriteLine($"Wrote {drafted}: look at kinds, units and names, then train with --world {Words.Argument(Path.GetDirectoryName(drafted)!)}");
    }

    private static string Range(ObservedRange range) => string.Create(CultureInfo.InvariantCulture, $"mean {range.Mean:G4}, from {range.Low:G4} to {range.High:G4}");
}
