using System.Globalization;

namespace WorldGan.Logs.Assembly;

/// <summary>
/// Tells which episode and step a line of text belongs to, where lines of an episode stand together. Without an episode column an
/// episode ends with a terminal or truncated step, or where the step number falls back; without a step column lines are counted.
/// </summary>
internal sealed class EpisodeNaming(EpisodeAssembler episodes, LoggedNames names, Action<LogNotice>? report)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private string? _current;
    private int _unnamed;
    private int _lastStep = -1;
    private bool _lastEnded, _isScattered;

    /// <summary>Name and step of the next line.</summary>
    /// <param name="episode">The line's episode, or null where the log has no names.</param>
    /// <param name="step">The line's step, or null where the log has no numbers.</param>
    /// <param name="isFinalState">Whether the line has a state only, which belongs to the step before even if that one ended the episode.</param>
    /// <param name="place">Where the line stands.</param>
    /// <exception cref="LogFormatException">Names are required, and one is missing.</exception>
    public (string Episode, int Step) Next(string? episode, int? step, bool isFinalState, LogPlace place)
    {
        if (names == LoggedNames.Required) Expect(episode, step, isFinalState, place);
        bool fallsBack = step is { } number && number <= _lastStep;
        if (episode is null && (fallsBack || (_lastEnded && !isFinalState))) _unnamed++;
        episode ??= _unnamed.ToString(CultureInfo.InvariantCulture);
        if (!string.Equals(episode, _current, StringComparison.Ordinal)) Change(episode, step, place);
        bool restarts = _lastEnded && !isFinalState;
        if (step is null && restarts) episodes.Close(episode);
        return (episode, _lastStep = step ?? episodes.Find(episode)?.NextStep ?? 0);
    }

    private static void Expect(string? episode, int? step, bool isFinalState, LogPlace place)
    {
        if (string.IsNullOrEmpty(episode)) throw new LogFormatException(place, "'episode' is missing, expected the name of the step's episode.");
        if (step is null && !isFinalState) throw new LogFormatException(place, "'step' is missing, expected the number of the step in its episode, from 0.");
    }

    private void Change(string episode, int? step, LogPlace place)
    {
        episodes.CloseAll();
        _current = episode;
        if (_names.Add(episode) || step == 0 || _isScattered) return;
        _isScattered = true;
        report?.Invoke(new LogNotice(LogNoticeKind.BrokenEpisode, place, $"Episode '{episode}' goes on behind lines of another one, and so falls to pieces: expected the lines of an episode together. Sort the log by episode and step."));
    }

    /// <summary>Notes whether the line ended its episode.</summary>
    public void Ended(bool ended) => _lastEnded = ended;
}
