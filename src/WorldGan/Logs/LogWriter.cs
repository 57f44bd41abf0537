using System.Buffers;
using WorldGan.Logs.Assembly;
using WorldGan.Worlds;

namespace WorldGan.Logs;

/// <summary>Writes episodes behind the end of a log. What was flushed is whole; what was not is lost when the process dies, and nothing else.</summary>
public sealed class LogWriter : IDisposable
{
    private const int FlushBytes = 1 << 16;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes);
    private readonly Stream _stream;
    private readonly IEpisodeEncoder _encoder;
    private readonly WorldSpec _spec;
    private readonly StateRules _rules;
    private readonly bool _isNewFile;
    private bool? _hasRewards;                             // what the first episode said
    private readonly bool? _hasColumn;                     // whether the table that is gone on with has a column of probabilities
    private bool _hasBegun;

    internal LogWriter(Stream stream, IEpisodeEncoder encoder, WorldSpec spec, bool? hasProbabilities = null)
    {
        (_stream, _encoder, _spec, _hasColumn) = (stream, encoder, spec, hasProbabilities);
        _rules = new StateRules(spec.State);
        _isNewFile = !stream.CanSeek || stream.Length == 0;
    }

    /// <summary>What was written so far.</summary>
    public LogTally Tally { get; private set; }

    /// <summary>Writes an episode.</summary>
    /// <param name="episode">An episode, or a piece of one.</param>
    /// <param name="goesOn">Whether the episode, where it has no ending, goes on with what is written of it next; otherwise its record stops here.</param>
    /// <exception cref="ArgumentException">The episode is not one of this world; the message says what, expected and got. Nothing is written.</exception>
    public void Write(Episode episode, bool goesOn = false)
    {
        ArgumentNullException.ThrowIfNull(episode);
        EpisodeRules.Validate(episode, _spec, _rules);
        if (episode.HasRewards != (_hasRewards ??= episode.HasRewards))
            throw new ArgumentException($"Episode '{episode.Id}': expected {(episode.HasRewards ? "no rewards" : "rewards")} as in the episodes before it in the log.");
        Begin(episode.ActionProbabilities.Length > 0);
        _encoder.Add(episode, _buffer, goesOn);
        Tally = new LogTally(Tally.Episodes + 1, Tally.Steps + episode.Count);
        if (_buffer.WrittenCount >= FlushBytes) Drain();
    }

    /// <summary>Hands what was written to the operating system.</summary>
    public void Flush()
    {
        Drain();
        _stream.Flush();
    }

    /// <summary>Flushes and closes the log.</summary>
    public void Dispose()
    {
        using (_stream) Drain();
    }

    /// <summary>Flushes to the disk itself, so that a loss of power loses nothing.</summary>
    internal void FlushToDisk()
    {
        Drain();
        (_stream as FileStream)?.Flush(flushToDisk: true);
    }

    private void Begin(bool hasProbabilities)
    {
        if (!_hasBegun) _encoder.Begin(_buffer, _isNewFile, _hasColumn ?? hasProbabilities);
        _hasBegun = true;
    }

    private void Drain()
    {
        Begin(hasProbabilities: false);
        if (_buffer.WrittenCount == 0) return;
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
