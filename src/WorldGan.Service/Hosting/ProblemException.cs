namespace WorldGan.Service.Hosting;

/// <summary>A request cannot be done, and the caller is told why.</summary>
/// <param name="status">Status of the answer, 400 to 599.</param>
/// <param name="detail">One sentence: where, expected, got.</param>
/// <param name="inner">What caused it, where that is to be known.</param>
internal sealed class ProblemException(int status, string detail, Exception? inner = null) : Exception(detail, inner)
{
    /// <summary>What a caller is told of a fault of the service itself.</summary>
    public static ProblemException Failed(Exception cause) => new(500, "The service failed at this request. Its log says more.", cause);

    /// <summary>Status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>Seconds after which to try again, where that helps.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What a program may act on, beside the sentence.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>();
}
