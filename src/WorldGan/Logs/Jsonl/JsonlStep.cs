using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WorldGan.Logs.Assembly;

namespace WorldGan.Logs.Jsonl;

/// <summary>Reads a step from one line of JSON.</summary>
internal static partial class JsonlStep
{
    /// <summary>Takes a line apart; null where it is not JSON.</summary>
    /// <exception cref="LogFormatException">The line is JSON, but for NaN or an infinity, and a value is not of its type.</exception>
    public static LooseStep? TryParse(ReadOnlySpan<byte> line, LogPlace place)
    {
        try
        {
            return Parse(line, place);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: text that is no Unicode
        {
            ExpectFinite(line, place);
            return null;
        }
    }

    /// <summary>Many recorders write NaN and infinities, which JSON does not have: a wrong value, and no damage.</summary>
    private static void ExpectFinite(ReadOnlySpan<byte> line, LogPlace place)
    {
        Match found = NotFinite().Match(Encoding.UTF8.GetString(line));
        if (found.Success) throw new LogFormatException(place, $"'{found.Groups["key"].Value}' has {found.Groups["number"].Value}, expected finite numbers.");
    }

    [GeneratedRegex("""
        "(?<key>\w+)"\s*:\s*(\[[^"\]]*?)?(?<number>-?(NaN|Infinity))\b
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex NotFinite();

    private static LooseStep Parse(ReadOnlySpan<byte> line, LogPlace place)
    {
        using JsonDocument document = ParseWhole(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new LogFormatException(place, $"expected one JSON object a line, got {Got(document.RootElement)}.");
        var step = new LooseStep();
        foreach (JsonProperty property in document.RootElement.EnumerateObject()) Set(step, property, place);
        return step;
    }

    private static JsonDocument ParseWhole(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        JsonDocument document = JsonDocument.ParseValue(ref reader);
        if (line[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t"u8))
        {
            document.Dispose();
            throw new JsonException("expected the end of the line after the object");
        }

        return document;
    }

    private static void Set(LooseStep step, JsonProperty property, LogPlace place)
    {
        JsonElement value = property.Value;
        if (value.ValueKind == JsonValueKind.Null) return;
        switch (property.Name.ToLowerInvariant())
        {
            case "episode": step.Episode = Text(property, place); break;
            case "step": step.Step = Number(value, property.Name, place); break;
            case "state": step.State = Numbers(property, place); break;
            case "action": step.Action = Text(property, place); break;
            case "reward": step.Reward = Number(value, property.Name, place); break;
            case "actionprobability": step.ActionProbability = Probability(value, property.Name, place); break;
            case "terminated": step.Terminated = Flag(property, place); break;
            case "truncated": step.Truncated = Flag(property, place); break;
            case "nextstate": step.NextState = Numbers(property, place); break;
            default: break;                                         // what else a recorder notes is its own
        }
    }

    private static string Text(JsonProperty property, LogPlace place) => property.Value.ValueKind switch
    {
        JsonValueKind.String => property.Value.GetString()!,
        JsonValueKind.Number => property.Value.GetRawText(),
        _ => throw Fault(property.Name, property.Value, "a number or a text", place),
    };

    private static double Number(JsonElement value, string name, LogPlace place) =>
        IsNumber(value, out double number) ? number : throw Fault(name, value, "a finite number", place);

    private static bool IsNumber(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out number) && double.IsFinite(number);
    }

    private static double Probability(JsonElement value, string name, LogPlace place) =>
        EpisodeRules.IsProbability(Number(value, name, place)) ? value.GetDouble() : throw Fault(name, value, EpisodeRules.Probability, place);

    private static double[] Numbers(JsonProperty property, LogPlace place)
    {
        if (property.Value.ValueKind != JsonValueKind.Array) throw Fault(property.Name, property.Value, "an array of numbers", place);
        double[] numbers = new double[property.Value.GetArrayLength()];
        int i = 0;
        foreach (JsonElement value in property.Value.EnumerateArray())
        {
            if (!IsNumber(value, out numbers[i])) throw Fault(string.Create(CultureInfo.InvariantCulture, $"{property.Name}[{i}]"), value, "a finite number", place);
            i++;
        }

        return numbers;
    }

    private static bool Flag(JsonProperty property, LogPlace place) => property.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when property.Value.TryGetDouble(out double x) && x is 0 or 1 => property.Value.GetDouble() == 1,
        _ => throw Fault(property.Name, property.Value, "true or false", place),
    };

    private static LogFormatException Fault(string name, JsonElement got, string expected, LogPlace place) =>
        new(place, $"'{name}' is {Got(got)}, expected {expected}.");

    private static string Got(JsonElement value)
    {
        string raw = value.GetRawText();
        return raw.Length > 40 ? raw[..40] + "…" : raw;
    }
}
