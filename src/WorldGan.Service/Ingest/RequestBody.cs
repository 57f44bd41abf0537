using WorldGan.Service.Hosting;

namespace WorldGan.Service.Ingest;

/// <summary>Reads the whole body of a request.</summary>
internal static class RequestBody
{
    /// <summary>How long a body may take: enough for the largest one at 60 kB a second, and an end for those that hold what they sent and send on as slowly as they may.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private const int FirstGuess = 1 << 14;

    /// <summary>Reads a body up to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="longest">Bytes that it may have.</param>
    /// <param name="tooLong">What is thrown beyond.</param>
    /// <param name="room">Takes room for what has come, as it comes; null where the body is short anyway.</param>
    /// <param name="patience">How long it may take; <see cref="Longest"/> by default.</param>
    /// <exception cref="ProblemException">It takes too long (408), or there is no room for it now (429).</exception>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpRequest request, int longest, Func<long, Exception> tooLong, BodyRoom.Place? room = null, TimeSpan? patience = null)
    {
        if (request.ContentLength > longest) throw tooLong(request.ContentLength.Value);
        int most = (int)(request.ContentLength ?? longest) + 1;                  // one more, to see the end without growing
        byte[] buffer = new byte[Math.Min(most, FirstGuess)];
        int length = 0;
        TimeSpan allowed = patience ?? Longest;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted);
        limit.CancelAfter(allowed);
        while (true)
        {
            int count = await ReadAsync(request, buffer.AsMemory(length), allowed, limit.Token);
            if (count == 0) return new ArraySegment<byte>(buffer, 0, length);
            length += count;
            if (length > longest) throw tooLong(length);
            if (length < buffer.Length) continue;
            int larger = (int)Math.Min(2L * buffer.Length, most);
            room?.GrowTo(larger - 1);
            Array.Resize(ref buffer, larger);
        }
    }

    private static async Task<int> ReadAsync(HttpRequest request, Memory<byte> into, TimeSpan allowed, CancellationToken limit)
    {
        try
        {
            return await request.Body.ReadAsync(into, limit);
        }
        catch (OperationCanceledException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(408, $"Expected the whole body within {allowed.TotalSeconds:0.###} s, got only a part. Send smaller requests.");
        }
    }
}
