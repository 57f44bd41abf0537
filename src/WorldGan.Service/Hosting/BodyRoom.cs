namespace WorldGan.Service.Hosting;

/// <summary>Bounds the memory that bodies of requests take together.</summary>
/// <param name="most">Bytes at once; a single body may be longer.</param>
/// <param name="doing">What the bodies do meanwhile, for the refusal.</param>
internal sealed class BodyRoom(long most, string doing)
{
    private long _bytes;

    /// <summary>Bytes that are taken.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Takes room for a body, until it is disposed.</summary>
    /// <exception cref="ProblemException">There is none now (429).</exception>
    public IDisposable Take(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > Math.Max(most, bytes))
        {
            Interlocked.Add(ref _bytes, -bytes);
            throw new ProblemException(429, $"Expected at most {most} bytes {doing}, got {bytes} more. Send them again later.") { RetryAfterSeconds = 1 };
        }

        return new Place(this, bytes);
    }

    private sealed class Place(BodyRoom room, long bytes) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref room._bytes, -bytes);
    }
}
