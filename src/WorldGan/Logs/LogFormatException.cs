namespace WorldGan.Logs;

/// <summary>A log holds something that cannot be meant: <c>cartpole.csv(120): 'action' is 3, but world 'cartpole' has actions 0 (left) and 1 (right).</c></summary>
public sealed class LogFormatException : FormatException
{
    internal LogFormatException(LogPlace place, string message)
        : base($"{place}: {message}")
    {
        Place = place;
    }

    /// <summary>Where the fault is.</summary>
    public LogPlace Place { get; }
}
