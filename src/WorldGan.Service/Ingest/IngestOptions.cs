using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Ingest;

/// <summary>How trajectories are taken in.</summary>
public sealed record IngestOptions : IValidatableObject
{
    /// <summary>Largest body of a request in bytes, 1 KiB to 1 GiB; a larger one gets 413.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxRequestBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of bodies that may be in memory at once, being read or waiting for the disk; what comes beyond gets 429. At least <see cref="MaxRequestBytes"/>.</summary>
    [Range(1 << 10, int.MaxValue)]
    public int MaxQueuedBytes { get; init; } = 128 << 20;

    /// <summary>Steps of a world whose content is remembered, so that a step sent again is compared with the one that is there; farther back a step is known by its number. About 60 bytes of memory each.</summary>
    [Range(0, 100_000_000)]
    public int RememberedSteps { get; init; } = 100_000;

    /// <summary>Seconds between two looks into the inboxes, 1 to 3600.</summary>
    [Range(1, 3600)]
    public int InboxSeconds { get; init; } = 1;

    /// <summary>Days after which a file that was taken in from an inbox is deleted, and after which a .wglog that no longer grows counts as taken in; 1 to 3650.</summary>
    [Range(1, 3650)]
    public int InboxKeepDays { get; init; } = 7;

    /// <summary>Days after which a file or message that was put into quarantine is deleted with its reason, 1 to 3650.</summary>
    [Range(1, 3650)]
    public int QuarantineKeepDays { get; init; } = 90;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxQueuedBytes < MaxRequestBytes)
            yield return new ValidationResult($"expected at least maxRequestBytes, {MaxRequestBytes}, got {MaxQueuedBytes}.", [nameof(MaxQueuedBytes)]);
    }
}
