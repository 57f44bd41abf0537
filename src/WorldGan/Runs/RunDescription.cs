using System.Text.Json.Serialization;
using WorldGan.Worlds;

namespace WorldGan.Runs;

/// <summary>What a run is made of: all that is needed to go on with it or to use what it made. Saved as run.json.</summary>
public sealed record RunDescription
{
    /// <summary>Version of WorldGan that began the run.</summary>
    public required string Version { get; init; }

    /// <summary>What the run is to end with.</summary>
    public RunGoal Goal { get; init; }

    /// <summary>Full paths of the logs, in the order in which they are read.</summary>
    public required IReadOnlyList<string> Logs { get; init; }

    /// <summary>Full paths of the expert's logs, which are read after them.</summary>
    public IReadOnlyList<string> Experts { get; init; } = [];

    /// <summary>Hash of the logs' values; a run goes on only with the same data.</summary>
    public required string DataHash { get; init; }

    /// <summary>Transitions in the logs.</summary>
    public required int Transitions { get; init; }

    /// <summary>The device that learns, or that learned last; null is the CPU engine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Device { get; init; }

    /// <summary>Every setting with its value.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>The world, as its world.json was when the run began.</summary>
    public required WorldSpec World { get; init; }
}
