namespace WorldGan.Service.Registry;

/// <summary>
/// The versions of all worlds. A version is there whole or not at all, never changes, and its number is never given again. Every change is on disk before it is told. Used from any
/// thread, and, where it is shared, from any host.
/// </summary>
internal interface IVersionRegistry
{
    /// <summary>The versions of a world.</summary>
    /// <exception cref="IOException">The registry cannot be reached.</exception>
    Task<VersionList> ListAsync(WorldName world, CancellationToken cancellation);

    /// <summary>Adds what a job has made; where it was added before, nothing is done.</summary>
    /// <param name="world">The world.</param>
    /// <param name="description">What it is; the registry gives the number.</param>
    /// <param name="content">A folder with the files, which are copied.</param>
    /// <param name="cancellation">Stops it before anything is there.</param>
    /// <returns>The version as it is there.</returns>
    /// <exception cref="IOException">The registry cannot be reached, or the disk is full; nothing was added.</exception>
    Task<VersionDescription> AddAsync(WorldName world, VersionDescription description, VersionFolder content, CancellationToken cancellation);

    /// <summary>Publishes a version, if the one that it is to replace is still the current one.</summary>
    /// <param name="world">The world.</param>
    /// <param name="publication">The version and who publishes it.</param>
    /// <param name="instead">The version that is current, as the caller knows; null where there is none.</param>
    /// <param name="cancellation">Stops it before anything is done.</param>
    /// <returns>False where another version has become the current one, or the version is not kept: nothing was done.</returns>
    Task<bool> PublishAsync(WorldName world, Publication publication, int? instead, CancellationToken cancellation);

    /// <summary>Publishes the version that was published before the current one, if that is still the current one.</summary>
    /// <returns>False where it is not, or nothing was published before: nothing was done.</returns>
    Task<bool> RollBackAsync(WorldName world, int current, CancellationToken cancellation);

    /// <summary>Gives the files of a version on this machine.</summary>
    /// <returns>Null where there is no such version.</returns>
    Task<VersionFolder?> OpenAsync(WorldName world, int number, CancellationToken cancellation);

    /// <summary>Gives the scores.json of a version, without bringing the rest of it to this machine.</summary>
    /// <returns>Null where there is no such version, or its file is not there.</returns>
    Task<byte[]?> ScoresAsync(WorldName world, int number, CancellationToken cancellation);

    /// <summary>Takes away what is not kept. What somebody has opened stays readable to them.</summary>
    Task PruneAsync(WorldName world, CancellationToken cancellation);

    /// <summary>This host has published another version of a world. Handlers return at once.</summary>
    event Action<WorldName>? Published;
}
