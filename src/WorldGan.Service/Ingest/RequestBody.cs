namespace WorldGan.Service.Ingest;

/// <summary>Reads the whole body of a request.</summary>
internal static class RequestBody
{
    private const int FirstGuess = 1 << 14;

    /// <summary>Reads a body up to its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="longest">Bytes that it may have.</param>
    /// <param name="tooLong">What is thrown beyond.</param>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpRequest request, int longest, Func<long, Exception> tooLong)
    {
        if (request.ContentLength > longest) throw tooLong(request.ContentLength.Value);
        byte[] buffer = new byte[(int)(request.ContentLength ?? FirstGuess) + 1];
        int length = 0;
        while (true)
        {
            int count = await request.Body.ReadAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted);
            if (count == 0) return new ArraySegment<byte>(buffer, 0, length);
            length += count;
            if (length > longest) throw tooLong(length);
            if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, longest + 1L));
        }
    }
}
