using WorldGan.Runs;
using WorldGan.Service.Gate;

namespace WorldGan.Service.Registry;

/// <summary>What a version is and where it comes from: version.json. It never changes.</summary>
internal sealed record VersionDescription
{
    /// <summary>Its number, from 1: later ones are higher, and none is given twice.</summary>
    public required int Number { get; init; }

    /// <summary>The job that made it.</summary>
    public required string Job { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Hash of the values of the logs that it was learned from.</summary>
    public required string DataHash { get; init; }

    /// <summary>Transitions in these logs.</summary>
    public required int Transitions { get; init; }

    /// <summary>Version of WorldGan that made it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>What the gate said when it was added.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>Every setting of its training.</summary>
    public required RunSettings Settings { get; init; }
}
