using WorldGan.Benchmarks.Comparing;

namespace WorldGan.Benchmarks.Devices;

/// <summary>A piece of work on a device, in PyTorch, and on the CPU.</summary>
/// <param name="Work">What PyTorch is told, and what the device does; its call gives the device all of it and does not wait.</param>
/// <param name="OnCpu">The same work by the engine on the CPU.</param>
/// <param name="CpuUnitsPerCall">Transitions or steps of a call of it: rollouts of many rows are measured with fewer.</param>
/// <param name="Held">What the device's memory is given back by.</param>
internal sealed record DeviceCase(PeerCase Work, Action OnCpu, double CpuUnitsPerCall, IDisposable Held) : IDisposable
{
    /// <summary>Captures the work as a CUDA graph, and returns what replays it; null where that is not done.</summary>
    public Func<Action>? Capture { get; init; }

    public void Dispose() => Held.Dispose();
}
