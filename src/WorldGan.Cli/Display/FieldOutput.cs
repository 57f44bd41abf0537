using System.Text.Json;
using WorldGan.Logs;

namespace WorldGan.Cli.Display;

/// <summary>Lists the fields of a recording.</summary>
internal static class FieldOutput
{
    public static int Write(Terminal terminal, IReadOnlyList<RecordedTopic> topics, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(topics, ScoreJson.Options));
            return ExitCodes.Done;
        }

        foreach (RecordedTopic topic in topics)
        {
            string rate = topic.Rate is { } hertz ? FormattableString.Invariant($", {hertz:G3} a second") : "";
            terminal.Out.WriteLine($"{topic.Topic}  {topic.Type}, {Words.Count(topic.Messages, "message")}{rate}");
            foreach (string field in topic.Fields) terminal.Out.WriteLine($"  {field}");
            if (topic.Note is { } note) terminal.Out.WriteLine($"  ({note})");
        }

        return ExitCodes.Done;
    }
}
