using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>Guesses the step limit: the length at which whole episodes were cut, if none is longer and most that were cut have it.</summary>
internal sealed class StepLimitScan
{
    private int _longest, _limit, _atLimit, _truncated;

    public void Add(Episode episode)
    {
        int length = episode.FirstStep + episode.Count;
        _longest = Math.Max(_longest, length);
        if (episode.Ending != Ending.TimeLimit) return;
        _truncated++;
        if (length > _limit) (_limit, _atLimit) = (length, 0);
        if (length == _limit) _atLimit++;
    }

    public int? Guess() => _truncated > 0 && _longest == _limit && 2 * _atLimit >= _truncated ? _limit : null;
}
