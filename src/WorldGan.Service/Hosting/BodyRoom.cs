namespace WorldGan.Service.Hosting;

/// <summary>Bounds the memory that bodies of requests take together.</summary>
/// <param name="most">Bytes at once; a single body may be longer.</param>
/// <param name="doing">What the bodies do meanwhile, for the refusal.</param>
internal sealed class BodyRoom(long most, string doing)
{
    private long _bytes;

    /// <summary>Bytes that are taken.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Takes room for a body, or for what has come of it, until it is disposed.</summary>
    /// <exception cref="ProblemException">There is none now (429).</exception>
    public Place Take(long bytes)
    {
        var place = new Place(this);
        place.GrowTo(bytes);
        return place;
    }

    /// <summary>The room of one body, which takes more of it as it comes: what a slow sender only announces keeps nobody out.</summary>
    internal sealed class Place(BodyRoom room) : IDisposable
    {
        private long _taken;

        /// <summary>Takes more room, where there is less so far.</summary>
        /// <exception cref="ProblemException">There is none now (429); what there is so far stays taken.</exception>
        public void GrowTo(long bytes)
        {
            long more = bytes - _taken;
            if (more <= 0) return;
            if (Interlocked.Add(ref room._bytes, more) > Math.Max(room.Most, bytes))
            {
                Interlocked.Add(ref room._bytes, -more);
                throw room.Full(more);
            }

            _taken = bytes;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Interlocked.Add(ref room._bytes, -_taken);
            _taken = 0;
        }
    }

    private long Most => most;

    private ProblemException Full(long more) => new(429, $"Expected at most {most} bytes {doing}, got {more} more. Send them again later.") { RetryAfterSeconds = 1 };
}
