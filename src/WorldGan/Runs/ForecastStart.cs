using System.Globalization;
using System.Text.Json;
using WorldGan.Datasets;
using WorldGan.Logs;
using WorldGan.Rollouts;
using WorldGan.WorldModel;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>Where the futures of a forecast begin.</summary>
internal static class ForecastStart
{
    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>Where logged episodes began, or one state for all futures.</summary>
    /// <param name="from">Null, a state as JSON, or <c>episode:step</c>.</param>
    /// <param name="run">The run, whose logs are read where a logged state is asked for.</param>
    /// <param name="world">The run's world.</param>
    /// <param name="count">Number of futures.</param>
    /// <param name="seed">Future i is trajectory i of this seed.</param>
    /// <exception cref="ArgumentException">The text is wrong, or the logs have no such state.</exception>
    public static StartStates Read(string? from, RunDescription run, LearnedWorld world, int count, ulong seed)
    {
        if (from is null) return StartStates.Episodes(world, count, seed);
        (float[] state, uint step) = from.TrimStart() is ['[' or '{', ..] ? (OfJson(from, world.Spec.AsRecorded()), 0u) : OfLog(from, run);
        return new StartStates([.. Enumerable.Range(0, count).Select(i => new RowKey(seed, (uint)i, step))], [.. Enumerable.Range(0, count).SelectMany(_ => state)]);
    }

    private static float[] OfJson(string text, WorldSpec spec)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            var given = new GivenState(spec);
            var row = new float[given.Width];
            given.WriteRow(json.RootElement.ValueKind == JsonValueKind.Array ? InOrder(json.RootElement) : ByName(json.RootElement, spec), row);
            return row;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"Start state, line {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1}: expected JSON, got '{text}'.", e);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Start state: {e.Message}", e);
        }
    }

    private static double[] InOrder(JsonElement array) => [.. array.EnumerateArray().Select((number, i) => Number($"Number {i + 1}", number))];

    private static double[] ByName(JsonElement state, WorldSpec spec)
    {
        string[] names = [.. spec.State.Select(v => v.Name)];
        var numbers = new Dictionary<string, double>();
        foreach (JsonProperty property in state.EnumerateObject())
        {
            if (!names.Contains(property.Name)) throw new ArgumentException($"'{property.Name}' is not a state variable.{NearMiss.HintOrNames(property.Name, names)}");
            if (!numbers.TryAdd(property.Name, Number($"'{property.Name}'", property.Value))) throw new ArgumentException($"'{property.Name}' is given twice.");
        }

        string[] missing = [.. names.Where(name => !numbers.ContainsKey(name))];
        return missing.Length == 0 ? [.. names.Select(name => numbers[name])] : throw new ArgumentException($"Expected a number for each of {string.Join(", ", names)}; missing: {string.Join(", ", missing)}.");
    }

    private static double Number(string what, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw new ArgumentException($"{what} is {value.GetRawText()}, expected a number.");

    /// <summary>The state before a logged step, or after the last one. Where several logs have an episode of that name, the log goes before it, by as much of its path as tells it from the others.</summary>
    private static (float[] State, uint Step) OfLog(string text, RunDescription run)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int step))
            throw new ArgumentException($"Start: expected a state as JSON, or the episode and the step of a logged one as 'episode:step', got '{text}'.");
        string name = text[..colon];
        (string Log, Episode Episode)[] found =
        [
            .. from log in run.Logs
               from episode in LogFile.Read(log, run.World, rewards: LoggedRewards.Optional)
               where episode.Id == name || $"/{log.Replace('\\', '/')}:{episode.Id}".EndsWith($"/{name.Replace('\\', '/')}", StringComparison.Ordinal)
               select (log, episode),
        ];
        (string Log, Episode Episode)[] there = [.. found.Where(one => step >= one.Episode.FirstStep && step <= one.Episode.FirstStep + one.Episode.Count)];
        if (there.Length == 0)
            throw new ArgumentException(found.Length == 0
                ? $"Start: expected an episode of the log, got '{name}', which is not in {string.Join(", ", run.Logs)}."
                : $"Start: expected a step of episode '{name}', which has {string.Join(", ", found.Select(one => $"{one.Episode.FirstStep} to {one.Episode.FirstStep + one.Episode.Count}"))}, got {step}.");
        if (there.Select(one => one.Log).Distinct().Skip(1).Any())
            throw new ArgumentException($"Start: several logs have an episode '{name}'. Say which, as '{Distinct(there[0].Log, there[^1].Log)}:{there[0].Episode.Id}:{step}'.");
        TransitionSet rows = TransitionSet.From(run.World, [there[^1].Episode]);
        int at = step - there[^1].Episode.FirstStep;
        return (at < rows.Count ? rows.State(at).ToArray() : rows.NextState(at - 1).ToArray(), (uint)step);
    }

    /// <summary>As much of the end of a path as another has not.</summary>
    private static string Distinct(string path, string other)
    {
        string[] parts = path.Split(Separators), others = other.Split(Separators);
        int same = 0;
        while (same < parts.Length - 1 && same < others.Length && parts[^(same + 1)] == others[^(same + 1)]) same++;
        return string.Join('/', parts[^(same + 1)..]);
    }
}
