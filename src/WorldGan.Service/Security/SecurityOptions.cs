using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Security;

/// <summary>Who may ask, and how often.</summary>
public sealed record SecurityOptions
{
    /// <summary>Requests that one key may make a second, on average and at once; more get 429.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 5000;
}
