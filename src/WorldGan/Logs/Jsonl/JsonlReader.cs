using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Jsonl;

/// <summary>Reads the episodes of a file with one JSON object a step as a stream.</summary>
internal sealed class JsonlReader(LogSource source, WorldSpec spec, LoggedRewards rewards, LoggedNames names, Action<LogNotice>? report)
{
    private readonly LooseSteps _steps = new(spec, rewards, names, report);

    public IEnumerable<Episode> Read()
    {
        using Stream stream = source.Open();
        var lines = new ByteLines(stream, source.Name, quotes: false);
        bool any = false;
        while (lines.TryRead())
        {
            if (TryParse(lines) is { } step)
            {
                any = true;
                _steps.Add(step, lines.Place);
            }

            while (_steps.TryTake(out Episode? episode)) yield return episode;
        }

        if (!any) throw new LogFormatException(new LogPlace(source.Name, Line: 1), $"expected one JSON object a line, got {(stream.Length == 0 ? "an empty file" : "none that is whole")}.");
        _steps.Conclude();
        while (_steps.TryTake(out Episode? episode)) yield return episode;
    }

    /// <summary>A line that is not JSON is damage and not a wrong value: it is skipped and reported.</summary>
    private LooseStep? TryParse(ByteLines lines)
    {
        if (JsonlStep.TryParse(lines.Line.Span, lines.Place) is { } step) return step;
        report?.Invoke(lines.IsUnfinished
            ? new LogNotice(LogNoticeKind.TornTail, lines.Place, "The last line is not whole and was skipped.")
            : new LogNotice(LogNoticeKind.Damage, lines.Place, "The line is no JSON and was skipped."));
        return null;
    }
}
