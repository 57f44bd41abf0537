using WorldGan.Service.Hosting;

namespace WorldGan.Service.Ingest;

/// <summary>Bounds the memory that bodies of requests take, from their first byte until they are on the disk.</summary>
/// <param name="options">How much there may be.</param>
internal sealed class IngestGate(IngestOptions options)
{
    /// <summary>What a body costs beside its bytes, so that many tiny ones are bounded too.</summary>
    private const int Least = 4096;

    private readonly BodyRoom _room = new(options.MaxQueuedBytes, "on their way to the disk");

    /// <summary>Bytes inside.</summary>
    public long Bytes => _room.Bytes;

    /// <summary>Lets in a body that is there whole; it is out when disposed.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <exception cref="ProblemException">It is too long (413), or there is no room for it now (429).</exception>
    public IDisposable Enter(long length)
    {
        if (length > options.MaxRequestBytes) throw TooLong(length);
        return _room.Take(Math.Max(Least, length));
    }

    /// <summary>Lets in a body that is still to come, and takes its room as it does; it is out when disposed.</summary>
    /// <exception cref="ProblemException">There is no room for even its beginning (429).</exception>
    public BodyRoom.Place Begin() => _room.Take(Least);

    /// <summary>A body is longer than allowed.</summary>
    public ProblemException TooLong(long length) => new(413, $"Expected a body of at most {options.MaxRequestBytes} bytes, got {length}. Send the steps in several requests.");
}
