using WorldGan.Logs;
using WorldGan.Numerics;
using WorldGan.Worlds;

namespace WorldGan.Service.Ingest;

/// <summary>A file of a world's log that is being written. What <see cref="Append"/> took is on the disk; what it refused has left no trace.</summary>
internal sealed class Segment : IDisposable
{
    private readonly WorldSpec _spec;
    private readonly FileStream _file;
    private MemoryStream _bytes = new();
    private LogWriter _writer;

    private Segment(string path, WorldSpec spec)
    {
        (Path, _spec) = (path, spec);
        _writer = LogFile.Create(_bytes, spec);
        _writer.Flush();
        AtomicFile.Write(path, _bytes.ToArray());       // with its header whole or not at all: a log without one cannot be read
        _bytes.SetLength(0);
        _file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What it holds.</summary>
    public SegmentIndex Index { get; } = new();

    /// <summary>Bytes in it.</summary>
    public long Length => _file.Position;

    /// <summary>Begins a new file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Segment Create(string path, WorldSpec spec) => new(path, spec);

    /// <summary>Writes pieces of episodes and returns when they are on the disk.</summary>
    /// <exception cref="IOException">They cannot be written, and the file is as it was before.</exception>
    /// <exception cref="ArgumentException">One of them is not of this world; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">They cannot be written, and what is in the file is not known.</exception>
    public void Append(IReadOnlyList<Episode> pieces)
    {
        Encode(pieces);
        long before = _file.Position;
        try
        {
            _file.Write(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            TakeBack(before, e);
            throw;
        }
        finally
        {
            _bytes.SetLength(0);
        }

        foreach (Episode piece in pieces) Index.Add(KnownPiece.Of(piece));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _writer.Dispose();
    }

    /// <summary>Writes pieces into memory. Of what cannot be written nothing stays, which the next ones would take along.</summary>
    private void Encode(IReadOnlyList<Episode> pieces)
    {
        try
        {
            foreach (Episode piece in pieces) _writer.Write(piece, goesOn: true);
            _writer.Flush();
        }
        catch
        {
            _bytes = new MemoryStream();
            _writer = LogFile.Create(_bytes, _spec);
            _writer.Flush();
            _bytes.SetLength(0);                            // the file has its header
            throw;
        }
    }

    private void TakeBack(long length, IOException reason)
    {
        try
        {
            _file.SetLength(length);
            _file.Seek(length, SeekOrigin.Begin);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"{Path}: steps could neither be written ({reason.Message}) nor taken back ({e.Message}). Start the service again when the disk is well.", e);
        }
    }
}
