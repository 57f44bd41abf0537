using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Networks;

/// <summary>Random numbers of a device, made there. The same seed gives the same numbers on the same device with the same libtorch, and nowhere else.</summary>
internal sealed class Randomness : IDisposable
{
    private readonly Generator? _generator;                // null where it is the device's default one

    public Randomness(Device device, ulong seed) => (Device, _generator) = (device, new Generator(seed, device));

    private Randomness(Device device) => Device = device;

    public Device Device { get; }

    /// <summary>Numbers of the device's default generator, which all of the process shares; the only ones that go on from replay to replay of a CUDA graph.</summary>
    public static Randomness OfDevice(Device device) => new(device);

    /// <summary>Standard normal numbers.</summary>
    public Tensor Normal(params long[] shape) => randn(shape, device: Device, generator: _generator);

    /// <summary>Numbers evenly from [0, 1).</summary>
    public Tensor Uniform(params long[] shape) => rand(shape, device: Device, generator: _generator);

    /// <summary>Whole numbers evenly from [0, bound).</summary>
    public Tensor Below(long bound, params long[] shape) => randint(bound, shape, device: Device, generator: _generator);

    public void Dispose() => _generator?.Dispose();
}
