using System.Diagnostics.CodeAnalysis;

namespace WorldGan.Service;

/// <summary>The worlds that a service hosts: those of its data folder when it starts, and those that an operator adds later. None ever goes.</summary>
internal interface IWorldCatalogue
{
    /// <summary>All worlds, by name.</summary>
    IReadOnlyList<IHostedWorld> Worlds { get; }

    /// <summary>Finds a world by a name that came from outside.</summary>
    /// <returns>False where it is no name, or none of a world that is hosted.</returns>
    bool TryFind(string? name, [NotNullWhen(true)] out IHostedWorld? world);

    /// <summary>Raised after a world was added.</summary>
    event Action<IHostedWorld>? Added;
}
