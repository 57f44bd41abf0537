namespace WorldGan.Logs;

/// <summary>Something that a reader of a log left out or took apart; the rest of the log is read.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="Message">What is lost and why, as a sentence.</param>
public sealed record LogNotice(LogNoticeKind Kind, LogPlace Place, string Message)
{
    internal const string HowToKeepLastSteps = "Give each step its next state (in a table, columns called next_ and the variable's name), or each episode a last line with nothing but a state.";

    /// <summary>Terminal steps among those that were dropped: ends of episodes that are lost.</summary>
    public int DroppedTerminals { get; init; }

    /// <summary><c>cartpole.wglog(byte 8120): 31 bytes are damaged and were skipped.</c></summary>
    public override string ToString() => $"{Place}: {Message}";
}

/// <summary>What a reader of a log had to leave out or take apart.</summary>
public enum LogNoticeKind
{
    /// <summary>Bytes in the middle are damaged and were skipped.</summary>
    Damage,

    /// <summary>The log ends in the middle of a record or line, as after a crash of its writer; the end was skipped.</summary>
    TornTail,

    /// <summary>Steps have no next state, or no state, and were dropped.</summary>
    IncompleteStep,

    /// <summary>Steps do not follow on from those before; the episode goes on as a new piece.</summary>
    BrokenEpisode,

    /// <summary>An episode begins after its first step.</summary>
    LateStart,

    /// <summary>A record of a kind that this version does not know was skipped.</summary>
    UnknownRecord,

    /// <summary>Actions are values that lie between the levels of the world, and were taken as the nearest.</summary>
    RoundedActions,

    /// <summary>What would tell where episodes end or begin is not there.</summary>
    MissingField,

    /// <summary>Actions are numbers that stand for places in the world's list, and could be values of other actions.</summary>
    AmbiguousActions,
}
