namespace WorldGan.Service.Registry;

/// <summary>The versions of a world.</summary>
/// <param name="Versions">All that are kept, by number.</param>
/// <param name="Published">Those that were published.</param>
internal sealed record VersionList(IReadOnlyList<VersionDescription> Versions, PublicationStack Published)
{
    /// <summary>The number for the next one: behind all that there are, so that none is given twice.</summary>
    public int NextNumber => 1 + Math.Max(Versions.Select(version => version.Number).DefaultIfEmpty().Max(), Published.Published.Select(one => one.Number).DefaultIfEmpty().Max());

    /// <summary>A version by its number, or null.</summary>
    public VersionDescription? Find(int number) => Versions.FirstOrDefault(version => version.Number == number);

    /// <summary>The version that a job has made, or null.</summary>
    public VersionDescription? OfJob(string job) => Versions.FirstOrDefault(version => version.Job == job);

    /// <summary>What a version is to its world.</summary>
    public VersionState StateOf(int number) =>
        number == Published.Current() ? VersionState.Published : Published.Published.Any(one => one.Number == number) ? VersionState.Retired : VersionState.Candidate;

    /// <summary>The versions that are not kept: neither among the newest nor among the last published.</summary>
    public IReadOnlyList<int> Doomed(RegistryOptions options)
    {
        int[] newest = [.. Versions.Select(version => version.Number).OrderDescending().Take(options.KeepVersions)];
        int[] published = [.. Published.Last(options.KeepPublished).Published.Select(one => one.Number)];
        return [.. Versions.Select(version => version.Number).Except(newest).Except(published)];
    }
}

/// <summary>What a version is to its world.</summary>
internal enum VersionState
{
    /// <summary>It was never published, or was rolled back: it waits for somebody to promote it.</summary>
    Candidate,

    /// <summary>It answers.</summary>
    Published,

    /// <summary>It answered before.</summary>
    Retired,
}
