namespace WorldGan.Logs.Assembly;

/// <summary>Passes on the first few notices of each kind and the last one with their number: what a writer leaves out is missing in every step.</summary>
internal sealed class FewNotices(Action<LogNotice> report)
{
    private const int MostOfAKind = 5;

    private readonly Dictionary<LogNoticeKind, int> _counts = [];
    private readonly Dictionary<LogNoticeKind, LogNotice> _last = [];

    /// <summary>Reads with few notices. A reader goes through its file once, so one is made for each enumeration.</summary>
    public static IEnumerable<Episode> Over(Action<LogNotice>? notices, Func<Action<LogNotice>?, IEnumerable<Episode>> read)
    {
        FewNotices? few = notices is null ? null : new FewNotices(notices);
        foreach (Episode episode in read(few is null ? null : few.Add)) yield return episode;
        few?.Conclude();
    }

    public void Add(LogNotice notice)
    {
        int count = _counts[notice.Kind] = _counts.GetValueOrDefault(notice.Kind) + 1;
        if (count <= MostOfAKind || notice.DroppedTerminals > 0) report(notice);           // lost ends are always told: runs go by them
        else _last[notice.Kind] = notice;
    }

    public void Conclude()
    {
        foreach ((LogNoticeKind kind, LogNotice last) in _last) report(last with { Message = $"{last.Message} It is the last of {_counts[kind]} such notices." });
    }
}
