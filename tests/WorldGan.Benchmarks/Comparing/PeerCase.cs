using System.Text.Json.Nodes;
using WorldGan.Numerics;

namespace WorldGan.Benchmarks.Comparing;

/// <summary>One piece of work that both sides can do.</summary>
internal sealed record PeerCase
{
    /// <summary>What it is, for the table.</summary>
    public required string Name { get; init; }

    /// <summary>What peer.py must know to do the same, besides the tensors.</summary>
    public required JsonObject Request { get; init; }

    /// <summary>Weights, what the work is done on, and what WorldGan makes of a given input, for peer.py to check.</summary>
    public required Func<Dictionary<string, Tensor>> Tensors { get; init; }

    /// <summary>WorldGan's side.</summary>
    public required Action Call { get; init; }

    /// <summary>Transitions or iterations of a call, on both sides.</summary>
    public required double UnitsPerCall { get; init; }

    /// <summary>Floating-point operations that the networks need for one of them.</summary>
    public required double FlopsPerUnit { get; init; }

    /// <summary>How a number of them per second is written.</summary>
    public required Func<double, string> Format { get; init; }
}
