using WorldGan.Logs.Wglog;
using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>Follows a <c>.wglog</c> that another process appends to.</summary>
public sealed class LogFollower
{
    private readonly WglogReader _reader;

    /// <summary>Begins at the start of a log.</summary>
    /// <param name="path">A file that ends in .wglog.</param>
    /// <param name="spec">The world that is recorded.</param>
    /// <param name="notices">Told of what is damaged, incomplete or out of order; the rest is read.</param>
    public LogFollower(string path, WorldSpec spec, Action<LogNotice>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _reader = new WglogReader(LogSource.OfFile(path), spec, LoggedRewards.Required, notices);
    }

    /// <summary>Reads what was appended since the last time: pieces of episodes, each where the one before of its name stopped. Steps are told as soon as their next state is.</summary>
    /// <exception cref="LogFormatException">While reading: a value cannot be meant.</exception>
    /// <exception cref="IOException">While reading: the file is not there or cannot be read.</exception>
    public IEnumerable<Episode> ReadOn() => _reader.ReadOn();
}
