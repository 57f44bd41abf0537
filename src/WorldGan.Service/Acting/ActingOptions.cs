using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Acting;

/// <summary>How the service answers.</summary>
public sealed record ActingOptions : IValidatableObject
{
    /// <summary>Path of a Unix domain socket that answers as <c>act</c> does; none by default. Who may use it, the rights of the file say: its owner and group.</summary>
    public string? Socket { get; init; }

    /// <summary>Connections to the socket at once, 1 to 1,024; each has a thread of its own.</summary>
    [Range(1, 1_024)]
    public int SocketConnections { get; init; } = 32;

    /// <summary>Largest question in bytes, 1 KiB to 1 GiB; a larger one gets 413.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxRequestBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of questions, of those above 64 KiB, that may be in memory at once while they come in; what comes beyond gets 429. At least <see cref="MaxRequestBytes"/>.</summary>
    [Range(1 << 10, int.MaxValue)]
    public int MaxQueuedBytes { get; init; } = 64 << 20;

    /// <summary>Most numbers of the futures of one question, (futures + 64) · (horizon + 1) · numbers of a state, or states · numbers of a step; 1,000 to 1,000,000,000; a larger one gets 413. About 4 bytes of memory each, and as many for the answer.</summary>
    [Range(1_000, 1_000_000_000)]
    public int MostFutureNumbers { get; init; } = 16_000_000;

    /// <summary>Futures that are imagined at once, for so many questions, 1 to 64; each has a thread below the priority of those that act.</summary>
    [Range(1, 64)]
    public int FutureThreads { get; init; } = 1;

    /// <summary>Questions about futures that may wait, 0 to 10,000; what comes beyond gets 429.</summary>
    [Range(0, 10_000)]
    public int WaitingFutures { get; init; } = 16;

    /// <summary>Versions of each world that are kept in memory beside the published one, once they were asked for, 0 to 1,000.</summary>
    [Range(0, 1_000)]
    public int OpenVersions { get; init; } = 2;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxQueuedBytes < MaxRequestBytes)
            yield return new ValidationResult($"expected at least maxRequestBytes, {MaxRequestBytes}, got {MaxQueuedBytes}.", [nameof(MaxQueuedBytes)]);
    }
}
