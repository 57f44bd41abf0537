using System.ComponentModel.DataAnnotations;

namespace WorldGan.Service.Registry;

/// <summary>Where versions are kept, and how many.</summary>
public sealed record RegistryOptions
{
    /// <summary>Connection string of a PostgreSQL database that several hosts share; none keeps versions in the data folder.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The newest versions that are kept, of each world, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int KeepVersions { get; init; } = 20;

    /// <summary>The last published versions that are kept beside them, so that there is something to roll back to, 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int KeepPublished { get; init; } = 5;

    /// <summary>Seconds between two looks for versions that another host has published, 1 to 3,600.</summary>
    [Range(1, 3_600)]
    public int PollSeconds { get; init; } = 5;
}
