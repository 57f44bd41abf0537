using System.Globalization;
using System.Text;
using System.Text.Json;
using WorldGan.Logs.Assembly;
using WorldGan.Logs.Csv;
using WorldGan.Worlds;

namespace WorldGan.Logs.Rows;

/// <summary>
/// Reads the rows of a LeRobotDataset, written out as JSON lines or as a table: a row has what was seen and done in a frame, and what came of it under names that begin
/// with "next." (github.com/huggingface/lerobot, the README on LeRobotDataset). next.done is true in the last frame of every episode, whatever ended it.
/// </summary>
internal static class LeRobotRows
{
    private const string Episode = "episode_index", Frame = "frame_index", State = "observation.state", Surroundings = "observation.environment_state", Action = "action";
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>Whether the first line of a file names the episodes as LeRobot does.</summary>
    public static bool Is(string path)
    {
        using FileStream stream = LogFiles.OpenRead(path);
        var lines = new ByteLines(stream, path, quotes: false);
        return lines.TryRead() && lines.Line.Span.IndexOf(Encoding.UTF8.GetBytes(Episode)) >= 0;
    }

    public static IEnumerable<PlacedStep> Read(string path, Action<LogNotice>? report) => LogForms.Of(path) == LogForm.Table ? ReadTable(path) : ReadJsonLines(path, report);

    private static IEnumerable<PlacedStep> ReadTable(string path)
    {
        using FileStream stream = LogFiles.OpenRead(path);
        var lines = new ByteLines(stream, path, quotes: true);
        lines.TryRead();
        (byte delimiter, string[] names) = CsvColumns.Split(lines.Line);
        CsvColumns.Index(names, lines.Place);
        var fields = new CsvFields();
        while (lines.TryRead())
        {
            fields.Split(lines.Line, delimiter);
            if (fields.Count != names.Length) throw new LogFormatException(lines.Place, $"expected {names.Length} columns, got {fields.Count}.");
            var row = new Dictionary<string, string>(StringComparer.Ordinal);
            for (int i = 0; i < names.Length; i++)
                if (!fields[i].IsEmpty) row[names[i]] = Encoding.UTF8.GetString(fields[i]);
            yield return new PlacedStep(StepOf(row, lines.Place), lines.Place);
        }
    }

    private static IEnumerable<PlacedStep> ReadJsonLines(string path, Action<LogNotice>? report)
    {
        using FileStream stream = LogFiles.OpenRead(path);
        var lines = new ByteLines(stream, path, quotes: false);
        while (lines.TryRead())
        {
            if (TryParse(lines.Line) is { } row) yield return new PlacedStep(StepOf(row, lines.Place), lines.Place);
            else report?.Invoke(new LogNotice(lines.IsUnfinished ? LogNoticeKind.TornTail : LogNoticeKind.Damage, lines.Place, "The line is no JSON object and was skipped."));
        }
    }

    private static Dictionary<string, string>? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var row = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
                if (property.Value.ValueKind != JsonValueKind.Null) row[property.Name] = property.Value.GetRawText();
            return row;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)              // the latter: text that is no Unicode
        {
            return null;
        }
    }

    private static LooseStep StepOf(Dictionary<string, string> row, LogPlace place)
    {
        double[] action = Numbers(row, Action, place);
        if (action.Length != 1) throw new LogFormatException(place, $"'{Action}' has {action.Length} numbers, expected one: the actions of a world are names, or levels of one control.");
        bool isSuccess = IsSet(row, "next.success", place), isDone = IsSet(row, "next.done", place);
        return new LooseStep
        {
            Episode = Require(row, Episode, place),
            Step = row.ContainsKey(Frame) ? Number(row, Frame, place) : null,
            State = [.. Numbers(row, State, place), .. row.ContainsKey(Surroundings) ? Numbers(row, Surroundings, place) : []],
            Action = action[0].ToString(CultureInfo.InvariantCulture),
            Reward = row.ContainsKey("next.reward") ? Number(row, "next.reward", place) : null,
            Terminated = isDone && isSuccess,
            Truncated = (isDone && !isSuccess) || IsSet(row, "next.truncated", place),
        };
    }

    private static string Require(Dictionary<string, string> row, string name, LogPlace place) =>
        row.TryGetValue(name, out string? text) ? text : throw new LogFormatException(place, $"expected a column '{name}', got {string.Join(", ", row.Keys.Take(30).Select(key => $"'{key}'"))}.");

    private static double Number(Dictionary<string, string> row, string name, LogPlace place) =>
        Numbers(row, name, place) is [var number] ? number : throw new LogFormatException(place, $"'{name}' is {Excerpt.Of(row[name])}, expected one number.");

    private static bool IsSet(Dictionary<string, string> row, string name, LogPlace place) => row.GetValueOrDefault(name)?.Trim('[', ']', ' ').ToLowerInvariant() switch
    {
        null or "false" or "0" or "0.0" => false,
        "true" or "1" or "1.0" => true,
        _ => throw new LogFormatException(place, $"'{name}' is {Excerpt.Of(row[name])}, expected true or false."),
    };

    /// <summary>One number, or a list of numbers between commas or, as numpy prints it, blanks.</summary>
    private static double[] Numbers(Dictionary<string, string> row, string name, LogPlace place)
    {
        string[] words = Require(row, name, place).Trim('[', ']').Split([',', ' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new LogFormatException(place, $"'{name}' has {Excerpt.Of(word)}, expected finite numbers."))];
    }
}
