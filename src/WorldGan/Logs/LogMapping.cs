using System.ComponentModel.DataAnnotations;
using WorldGan.Logs.Mapping;
using WorldGan.Worlds;
using WorldGan.Worlds.Json;

namespace WorldGan.Logs;

/// <summary>
/// Which fields of which topics of a recording are the state, the action, the reward and the end of a world, and how they become steps of equal length.
/// Fields are written as <c>/joint_states.position[2]</c>. Logs/README.md has an example and says how values become steps.
/// </summary>
public sealed record LogMapping
{
    /// <summary>Steps a second.</summary>
    [Range(0.001, 1000.0)]
    public required double Rate { get; init; }

    /// <summary>For how many seconds a value of the state holds; where it is older there is a gap.</summary>
    [Range(0.0, 60.0, MinimumIsExclusive = true)]
    public required double MaxAge { get; init; }

    /// <summary>Length in seconds of a gap behind which an episode does not go on, but a new one begins.</summary>
    [Range(0.0, double.MaxValue)]
    public double NewEpisodeAfter { get; init; } = 5;

    /// <summary>Which time of a message counts.</summary>
    public MessageClock Clock { get; init; }

    /// <summary>[S] where the state variables come from, in any order.</summary>
    public required IReadOnlyList<MappedVariable> State { get; init; }

    /// <summary>Where the action comes from: its number, its name or its value, as the world's logs have it.</summary>
    public required MappedField Action { get; init; }

    /// <summary>Where the reward comes from; null for a log without rewards.</summary>
    public MappedReward? Reward { get; init; }

    /// <summary>A field that is not 0 where the episode truly ends; null where none does.</summary>
    public string? Terminated { get; init; }

    /// <summary>A field that is not 0 where the episode is cut; null where none is.</summary>
    public string? Truncated { get; init; }

    /// <summary>A field with whose change a new episode begins, such as a counter; null where there is none.</summary>
    public string? Episode { get; init; }

    /// <summary>Whether each file of a recording begins a new episode.</summary>
    public bool EpisodeEachFile { get; init; }

    /// <summary>Reads a mapping.</summary>
    /// <param name="path">A JSON file.</param>
    /// <param name="spec">The world that its fields become.</param>
    /// <exception cref="FaultyFileException">The file is wrong, or does not give what the world needs.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LogMapping Read(string path, WorldSpec spec) => Parse(File.ReadAllBytes(path), path, spec);

    /// <summary>Reads a mapping from the bytes of a file.</summary>
    /// <param name="utf8">The file's text.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <param name="spec">The world that its fields become.</param>
    /// <exception cref="FaultyFileException">The text is wrong, or does not give what the world needs.</exception>
    public static LogMapping Parse(ReadOnlySpan<byte> utf8, string name, WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var faults = new FaultList(name);
        PlacedValue root = JsonTree.Parse(utf8, faults);
        LogMapping mapping = new RecordReader(faults).Read<LogMapping>(root);
        MappingRules.Check(mapping, root, spec, faults);
        faults.ThrowIfAny();
        return mapping;
    }
}

/// <summary>Which time of a message counts.</summary>
public enum MessageClock
{
    /// <summary>When it was recorded.</summary>
    Log,

    /// <summary>When it was sent.</summary>
    Publish,
}
