using System.Collections.Concurrent;
using WorldGan.Service.Registry;

namespace WorldGan.Service.Acting;

/// <summary>The worlds that answer.</summary>
internal sealed class ActingWorlds(IVersionRegistry registry, ActingOptions options)
{
    private readonly ConcurrentDictionary<WorldName, ActingWorld> _worlds = [];

    /// <summary>All that were asked for or looked after so far.</summary>
    public IEnumerable<ActingWorld> All => _worlds.Values;

    /// <summary>A hosted world as one that answers.</summary>
    /// <exception cref="FormatException">Its act.json is wrong.</exception>
    /// <exception cref="InvalidDataException">Its act.json names no action of the world.</exception>
    public ActingWorld Of(HostedWorld world) => _worlds.TryGetValue(world.Name, out ActingWorld? there) ? there : _worlds.GetOrAdd(world.Name, _ => new ActingWorld(world, registry, options.OpenVersions));
}
