namespace WorldGan.Logs.Assembly;

/// <summary>Counts the steps that are lost since their next state is not in the log. A table without next states loses one an episode: one notice tells of all.</summary>
internal sealed class DroppedSteps
{
    private LogNotice? _first;
    private int _count, _terminals;

    /// <summary>Counts one step.</summary>
    public void Add(string episode, int step, bool isTerminal, LogPlace place)
    {
        _first ??= new LogNotice(LogNoticeKind.IncompleteStep, place, $"Step {step} of episode '{episode}' was dropped: its next state is not in the log.");
        _count++;
        if (isTerminal) _terminals++;
    }

    /// <summary>What is to be said of all of them, or null where there is none.</summary>
    public LogNotice? ToNotice() => _first is null ? null : _first with
    {
        Message = _count == 1 ? _first.Message : $"{_count} last steps of episodes were dropped, {_terminals} of them terminal: their next states are not in the log. {LogNotice.HowToKeepLastSteps}",
        DroppedTerminals = _terminals,
    };
}
