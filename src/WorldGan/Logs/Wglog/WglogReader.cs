using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Wglog;

/// <summary>Reads the episodes of a <c>.wglog</c> file as a stream.</summary>
internal sealed class WglogReader(string path, WorldSpec spec, LoggedRewards rewards, Action<LogNotice>? report)
{
    private readonly EpisodeAssembler _episodes = new(report);
    private bool _hasHeader;

    public IEnumerable<Episode> Read()
    {
        using FileStream stream = LogFiles.OpenRead(path);
        var records = new WglogRecords(stream, path, report);
        var payload = new WglogPayload(spec, rewards, _episodes);
        bool any = false;
        while (records.TryRead(out WglogRecord record))
        {
            any = true;
            Take(record, payload);
            while (_episodes.TryTake(out Episode? episode)) yield return episode;
        }

        if (!any) throw new LogFormatException(new LogPlace(path, Offset: 0), $"expected a log whose first record is a header, got {(stream.Length == 0 ? "an empty file" : "no record that is whole")}.");
        if (payload.ToNotice() is { } rounded) report?.Invoke(rounded);
        _episodes.Conclude();
        while (_episodes.TryTake(out Episode? episode)) yield return episode;
    }

    private void Take(WglogRecord record, WglogPayload payload)
    {
        var place = new LogPlace(path, Offset: record.Offset);
        try
        {
            if (record.Kind == WglogFormat.HeaderKind) payload.Begin(TakeHeader(record, place));
            else ExpectHeader(place);
            if (record.Kind == WglogFormat.StepKind) payload.ReadStep(record, place);
            if (record.Kind == WglogFormat.BlockKind) payload.ReadBlock(record, place);
            if (record.Kind > WglogFormat.BlockKind)
                report?.Invoke(new LogNotice(LogNoticeKind.UnknownRecord, place, $"A record of kind {record.Kind} was skipped: this version knows 0 to {WglogFormat.BlockKind}."));
        }
        catch (Exception e) when (WglogFormat.IsMalformed(e))
        {
            throw new LogFormatException(place, $"the record of kind {record.Kind} is whole, but not laid out as expected: {e.Message}");
        }
    }

    /// <summary>A header in the middle means that a writer began anew (or that files were joined): what was open has stopped.</summary>
    private WglogHeader TakeHeader(WglogRecord record, LogPlace place)
    {
        WglogHeader header = WglogHeader.Expect(record.Payload, spec, place);
        _episodes.CloseAll();
        _hasHeader = true;
        return header;
    }

    /// <summary>Without its header a log is read as one of the world that the caller names; that nobody checked the names is reported.</summary>
    private void ExpectHeader(LogPlace place)
    {
        if (_hasHeader) return;
        _hasHeader = true;
        report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, $"The header is lost; the log is read as one of world '{spec.Name}'."));
    }
}
