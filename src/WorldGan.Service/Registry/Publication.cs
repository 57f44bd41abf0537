namespace WorldGan.Service.Registry;

/// <summary>That a version was published.</summary>
/// <param name="Number">The version.</param>
/// <param name="At">When.</param>
/// <param name="By">Who: <see cref="Gate"/>, or <see cref="Operator"/>.</param>
internal sealed record Publication(int Number, DateTimeOffset At, string By)
{
    /// <summary>The gate found it not worse than the one before.</summary>
    public const string Gate = "gate";

    /// <summary>Somebody promoted it.</summary>
    public const string Operator = "operator";
}

/// <summary>The versions that a world has published: published.json.</summary>
internal sealed record PublicationStack
{
    /// <summary>No version yet.</summary>
    public static PublicationStack Empty { get; } = new();

    /// <summary>From the first that is still kept to the current one. Rolling back takes the last one off.</summary>
    public IReadOnlyList<Publication> Published { get; init; } = [];

    /// <summary>The number of the version that answers; null where there is none.</summary>
    public int? Current() => Published.Count == 0 ? null : Published[^1].Number;

    /// <summary>The same with one version on top.</summary>
    public PublicationStack With(Publication publication) => new() { Published = [.. Published, publication] };

    /// <summary>The same without the current version.</summary>
    public PublicationStack RolledBack() => new() { Published = [.. Published.SkipLast(1)] };

    /// <summary>The same with the last so many alone.</summary>
    public PublicationStack Last(int count) => new() { Published = [.. Published.TakeLast(count)] };
}
