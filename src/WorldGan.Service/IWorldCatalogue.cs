namespace WorldGan.Service;

/// <summary>The worlds of the data folder: those found at start, and those that an operator added since. None is ever taken away.</summary>
internal interface IWorldCatalogue
{
    /// <summary>All worlds, by name.</summary>
    IReadOnlyList<HostedWorld> All { get; }

    /// <summary>The world of a name, or null.</summary>
    HostedWorld? Find(WorldName name);

    /// <summary>A world was added. Handlers return at once.</summary>
    event Action<HostedWorld>? Added;
}
