using WorldGan.Worlds;

namespace WorldGan.Logs.Inspection;

/// <summary>Guesses the step limit: the length at which whole episodes were cut, if none is longer and most that were cut have it.</summary>
internal sealed class StepLimitScan
{
    private int _longest, _limit;

    /// <summary>Episodes that were cut.</summary>
    public int Truncated { get; private set; }

    /// <summary>Those of them that were cut at the greatest length.</summary>
    public int AtLimit { get; private set; }

    public void Add(Episode episode)
    {
        int length = episode.FirstStep + episode.Count;
        _longest = Math.Max(_longest, length);
        if (episode.Ending != Ending.TimeLimit) return;
        Truncated++;
        if (length > _limit) (_limit, AtLimit) = (length, 0);
        if (length == _limit) AtLimit++;
    }

    public int? Guess() => Truncated > 0 && _longest == _limit && 2 * AtLimit >= Truncated ? _limit : null;
}
