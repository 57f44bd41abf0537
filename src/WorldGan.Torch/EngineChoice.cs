using WorldGan.Runs;

namespace WorldGan.Torch;

/// <summary>The engines by the names that <c>--device</c> takes.</summary>
public static class EngineChoice
{
    /// <summary>A CUDA device where there is one, and otherwise the CPU.</summary>
    public const string Auto = "auto";

    /// <summary>All names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [CpuEngine.DeviceName, TorchEngine.Cuda, Auto, TorchEngine.Cpu];

    /// <summary>Opens an engine.</summary>
    /// <param name="device">One of <see cref="Names"/>.</param>
    /// <param name="tell">Is told which device was taken, and why, where that was open.</param>
    /// <exception cref="InvalidOperationException">There is no libtorch, or no such device; the message says how to get it.</exception>
    public static IEngine Open(string device, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        if (device == CpuEngine.DeviceName) return new CpuEngine();
        if (device != Auto) return TorchEngine.Open(device);
        string? reason = TorchEngine.WhyNot(TorchEngine.Cuda);
        tell(reason is null ? "Device: cuda." : $"Device: cpu, since for cuda: {reason}");
        return reason is null ? TorchEngine.Open(TorchEngine.Cuda) : new CpuEngine();
    }
}
