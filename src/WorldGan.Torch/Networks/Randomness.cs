using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Networks;

/// <summary>Random numbers of a device, made there. The same seed gives the same numbers on the same device with the same libtorch, and nowhere else.</summary>
internal sealed class Randomness(Device device, ulong seed) : IDisposable
{
    private readonly Generator _generator = new(seed, device);

    public Device Device => device;

    /// <summary>Standard normal numbers.</summary>
    public Tensor Normal(params long[] shape) => randn(shape, device: device, generator: _generator);

    /// <summary>Numbers evenly from [0, 1).</summary>
    public Tensor Uniform(params long[] shape) => rand(shape, device: device, generator: _generator);

    /// <summary>Whole numbers evenly from [0, bound).</summary>
    public Tensor Below(long bound, params long[] shape) => randint(bound, shape, device: device, generator: _generator);

    public void Dispose() => _generator.Dispose();
}
