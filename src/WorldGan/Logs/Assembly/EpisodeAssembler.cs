using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WorldGan.Worlds;

namespace WorldGan.Logs.Assembly;

/// <summary>
/// Puts steps together to episodes. Steps of several episodes may come interleaved. A step that does not follow on from the one before
/// begins a new piece, and a step that never gets its next state is dropped; both are reported.
/// </summary>
/// <param name="spec">The world of the log.</param>
/// <param name="report">Told of what was dropped or taken apart.</param>
internal sealed class EpisodeAssembler(WorldSpec spec, Action<LogNotice>? report)
{
    private readonly OrderedDictionary<string, EpisodePiece> _open = new(StringComparer.Ordinal);
    private readonly Queue<Episode> _finished = new();
    private readonly DroppedSteps _dropped = new();

    /// <summary>The next finished episode, in the order in which they ended.</summary>
    public bool TryTake([NotNullWhen(true)] out Episode? episode) => _finished.TryDequeue(out episode);

    /// <summary>The piece of an episode that is still open.</summary>
    public EpisodePiece? Find(string episode) => _open.GetValueOrDefault(episode);

    /// <summary>Takes the next step of an episode.</summary>
    public void Add(in LogStep step)
    {
        EpisodePiece? piece = FollowOn(step);
        if (piece is null) return;
        piece.Add(step);
        if (step.Stops || (piece.HasEnded && !piece.Waits)) Close(step.Episode);
    }

    /// <summary>Takes the state after an episode's last step, where the log gives it on its own.</summary>
    public void AddFinalState(in LogStep step)
    {
        if (Find(step.Episode) is not { } piece)
            report?.Invoke(new LogNotice(LogNoticeKind.IncompleteStep, step.Place, $"Episode '{step.Episode}' has a final state, but no step before it."));
        else if (Break(piece, step, isFinalState: true) is { } fault)
            report?.Invoke(new LogNotice(LogNoticeKind.IncompleteStep, step.Place, $"The final state of episode '{step.Episode}' was dropped: {fault}."));
        else if (piece.Waits)
            piece.Complete(step.State);
        Close(step.Episode);
    }

    /// <summary>Ends the open piece of an episode, if there is one.</summary>
    public void Close(string episode)
    {
        if (_open.Remove(episode, out EpisodePiece? piece)) Finish(episode, piece);
    }

    /// <summary>Gives what is complete of the open pieces, which go on.</summary>
    public void CutAll()
    {
        foreach (EpisodePiece piece in _open.Values)
            if (piece.Cut() is { } cut) _finished.Enqueue(cut);
    }

    /// <summary>Ends all open pieces, the one that began first first.</summary>
    public void CloseAll()
    {
        foreach ((string episode, EpisodePiece piece) in _open) Finish(episode, piece);
        _open.Clear();
    }

    /// <summary>Ends all open pieces at the end of the log, and tells of the steps that never got their next state.</summary>
    public void Conclude()
    {
        CloseAll();
        if (_dropped.ToNotice() is { } notice) report?.Invoke(notice);
    }

    private void Finish(string episode, EpisodePiece piece)
    {
        if (piece.Waits)
        {
            _dropped.Add(episode, piece.NextStep - 1, piece.IsTerminal, piece.WaitsAt);
            piece.DropWaiting();
        }

        if (piece.ToEpisode() is { } whole) _finished.Enqueue(whole);
    }

    /// <summary>The piece that <paramref name="step"/> continues or begins, at the step's state; null where that state is not known.</summary>
    private EpisodePiece? FollowOn(in LogStep step)
    {
        EpisodePiece? piece = Find(step.Episode);
        if (piece is null) return Begin(step, broken: false);
        if (Break(piece, step, isFinalState: false) is { } fault)
        {
            report?.Invoke(new LogNotice(LogNoticeKind.BrokenEpisode, step.Place, $"Episode '{step.Episode}' goes on as a new piece: {fault}."));
            Close(step.Episode);
            return Begin(step, broken: true);
        }

        if (piece.Waits) piece.Complete(step.State);
        return piece;
    }

    private EpisodePiece? Begin(in LogStep step, bool broken)
    {
        if (step.State.IsEmpty)
        {
            report?.Invoke(new LogNotice(LogNoticeKind.IncompleteStep, step.Place, $"Step {step.Step} of episode '{step.Episode}' was dropped: its state is not in the log."));
            if (step.NextState.IsEmpty || step.Ending != Ending.None || step.Stops) return null;
        }
        else if (!broken && step.Step > 0)
        {
            report?.Invoke(new LogNotice(LogNoticeKind.LateStart, step.Place, $"Episode '{step.Episode}' begins at step {step.Step}."));
        }

        bool late = step.State.IsEmpty;                             // what is known of this step is where the next one begins
        var piece = new EpisodePiece(step.Episode, late ? step.Step + 1 : step.Step);
        piece.BeginAt(late ? step.NextState : step.State);
        _open.Add(step.Episode, piece);
        return late ? null : piece;
    }

    /// <summary>Why a step cannot follow on, or null where it does.</summary>
    private string? Break(EpisodePiece piece, in LogStep step, bool isFinalState)
    {
        if (step.Step != piece.NextStep) return $"expected step {piece.NextStep}, got step {step.Step}";
        if (piece.HasEnded && !isFinalState) return $"step {step.Step - 1} ended it";
        if (step.State.IsEmpty) return piece.Waits ? "its state is not in the log" : null;
        return piece.Waits || piece.LastState(step.State.Length).SequenceEqual(step.State) ? null : $"its state is not the next state of step {step.Step - 1}{Difference(piece.LastState(step.State.Length), step.State)}";
    }

    /// <summary>The first variable that differs, by name; pixels have none.</summary>
    private string Difference(ReadOnlySpan<double> last, ReadOnlySpan<double> state)
    {
        int first = last.CommonPrefixLength(state);
        return spec.Image is not null ? "" : string.Create(CultureInfo.InvariantCulture, $", '{spec.State[first].Name}' is {state[first]} and was {last[first]}");
    }
}
