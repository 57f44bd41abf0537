namespace WorldGan.Logs.Inspection;

/// <summary>Finds episodes that stand in the logs more than once, name and all, as where a log is given twice: one copy would judge what another has taught.</summary>
internal sealed class CopyScan
{
    /// <summary>In a world of few states short episodes of the same name are alike now and then.</summary>
    private const double MostShare = 0.01;

    private readonly HashSet<UInt128> _seen = [];
    private long _episodes, _copies;
    private string _first = "";

    public void Add(Episode episode)
    {
        using var hash = new LogHash();
        hash.Add(episode);
        _episodes++;
        if (!_seen.Add(hash.ToUInt128()) && _copies++ == 0) _first = episode.Id;
    }

    private bool IsMany => _copies > MostShare * _episodes;

    public IEnumerable<string> Warnings()
    {
        if (IsMany)
            yield return string.Create(null, $"{_copies} of {_episodes} episodes are copies of others, first '{_first}': they count double, and what is held out from training is trained on where its copy is not. Give each log once.");
    }

    /// <summary>Why nothing that is judged by these episodes can be believed: what counts double seems surer than it is. Null where it can.</summary>
    public string? WhyNotToJudge() => IsMany ? string.Create(null, $"{_copies} of {_episodes} logged episodes are copies of others") : null;
}
