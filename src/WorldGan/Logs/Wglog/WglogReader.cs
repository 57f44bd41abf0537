using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs.Wglog;

/// <summary>Reads the episodes of a <c>.wglog</c> file as a stream.</summary>
internal sealed class WglogReader
{
    /// <summary>Records after which what is complete of open episodes is handed on where a log is followed: an episode may never end.</summary>
    private const int RecordsBetweenCuts = 1024;

    private readonly LogSource _source;
    private readonly WorldSpec _spec;
    private readonly Action<LogNotice>? _report;
    private readonly EpisodeAssembler _episodes;
    private readonly WglogPayload _payload;
    private long _position;
    private bool _hasHeader;

    public WglogReader(LogSource source, WorldSpec spec, LoggedRewards rewards, Action<LogNotice>? report)
    {
        (_source, _spec, _report) = (source, spec, report);
        _episodes = new EpisodeAssembler(spec, report);
        _payload = new WglogPayload(spec, rewards, _episodes);
    }

    public IEnumerable<Episode> Read()
    {
        using Stream stream = _source.Open();
        var records = new WglogRecords(stream, _source.Name, _report);
        bool any = false;
        while (records.TryRead(out WglogRecord record))
        {
            any = true;
            Take(record);
            while (_episodes.TryTake(out Episode? episode)) yield return episode;
        }

        if (!any) throw new LogFormatException(new LogPlace(_source.Name, Offset: 0), $"expected a log whose first record is a header, got {(stream.Length == 0 ? "an empty file" : "no record that is whole")}.");
        if (_payload.ToNotice() is { } doubt) _report?.Invoke(doubt);
        _episodes.Conclude();
        while (_episodes.TryTake(out Episode? episode)) yield return episode;
    }

    /// <summary>Reads what was appended since the last time. A record that is not whole yet is left for the next time.</summary>
    public IEnumerable<Episode> ReadOn()
    {
        using Stream stream = _source.Open();
        stream.Seek(_position, SeekOrigin.Begin);
        var records = new WglogRecords(stream, _source.Name, notice => { if (notice.Kind != LogNoticeKind.TornTail) _report?.Invoke(notice); }, _position);
        for (int count = 1; records.TryRead(out WglogRecord record); count++)
        {
            Take(record);
            _position = records.Position;
            if (count % RecordsBetweenCuts == 0) _episodes.CutAll();
            while (_episodes.TryTake(out Episode? episode)) yield return episode;
        }

        _episodes.CutAll();
        while (_episodes.TryTake(out Episode? episode)) yield return episode;
    }

    private void Take(WglogRecord record)
    {
        var place = new LogPlace(_source.Name, Offset: record.Offset);
        try
        {
            if (record.Kind == WglogFormat.HeaderKind) _payload.Begin(TakeHeader(record, place));
            else ExpectHeader(place);
            if (record.Kind == WglogFormat.StepKind) _payload.ReadStep(record, place);
            if (record.Kind == WglogFormat.BlockKind) _payload.ReadBlock(record, place);
            if (record.Kind > WglogFormat.BlockKind)
                _report?.Invoke(new LogNotice(LogNoticeKind.UnknownRecord, place, $"A record of kind {record.Kind} was skipped: this version knows 0 to {WglogFormat.BlockKind}."));
        }
        catch (Exception e) when (WglogFormat.IsMalformed(e))
        {
            throw new LogFormatException(place, $"the record of kind {record.Kind} is whole, but not laid out as expected: {e.Message}");
        }
    }

    /// <summary>A header in the middle means that a writer began anew (or that files were joined): what was open has stopped.</summary>
    private WglogHeader TakeHeader(WglogRecord record, LogPlace place)
    {
        WglogHeader header = WglogHeader.Expect(record.Payload, _spec, place);
        _episodes.CloseAll();
        _hasHeader = true;
        return header;
    }

    /// <summary>Without its header a log is read as one of the world that the caller names; that nobody checked the names is reported.</summary>
    private void ExpectHeader(LogPlace place)
    {
        if (_hasHeader) return;
        _hasHeader = true;
        _report?.Invoke(new LogNotice(LogNoticeKind.Damage, place, $"The header is lost; the log is read as one of world '{_spec.Name}'."));
    }
}
