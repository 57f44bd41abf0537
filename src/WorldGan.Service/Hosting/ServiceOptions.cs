using WorldGan.Service.Acting;
using WorldGan.Service.Gate;
using WorldGan.Service.Ingest;
using WorldGan.Service.Ingest.Queue;
using WorldGan.Service.Operations;
using WorldGan.Service.Registry;
using WorldGan.Service.Security;
using WorldGan.Service.Training;

namespace WorldGan.Service.Hosting;

/// <summary>
/// All options of the service: the section <c>WorldGan</c> of the configuration. To add a section: a record of options beside its part, with ranges as
/// attributes, and a property here.
/// </summary>
public sealed record ServiceOptions
{
    /// <summary>The folder that holds everything the service knows.</summary>
    public string Data { get; init; } = "data";

    /// <summary>How trajectories are taken in.</summary>
    public IngestOptions Ingest { get; init; } = new();

    /// <summary>A queue that trajectories come from.</summary>
    public QueueOptions Queue { get; init; } = new();

    /// <summary>When worlds are trained again.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>When a new version is published.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>Where versions are kept.</summary>
    public RegistryOptions Registry { get; init; } = new();

    /// <summary>How the service answers.</summary>
    public ActingOptions Acting { get; init; } = new();

    /// <summary>Who may ask, and how often.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>How the service runs.</summary>
    public OperationsOptions Operations { get; init; } = new();
}
