namespace WorldGan.Logs;

/// <summary>Whether every line of a log of text must say which step it is.</summary>
public enum LoggedNames
{
    /// <summary>Lines may leave out <c>episode</c> and <c>step</c>: a file is all there is of its recording, and its lines can be counted.</summary>
    Optional,

    /// <summary>They may not: what comes in pieces cannot be counted, and two senders would mean different things by the same number.</summary>
    Required,
}
