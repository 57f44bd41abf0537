using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Networks;

/// <summary>Tensors that are made once, stay on a device whatever the scope they are made in, and are disposed together.</summary>
internal sealed class HeldTensors(Device device) : IDisposable
{
    private readonly List<Tensor> _held = [];

    /// <inheritdoc cref="OnDevice.Floats"/>
    public Tensor Floats(IEnumerable<float> values, params long[] shape) => Hold(OnDevice.Floats([.. values], device, shape));

    /// <inheritdoc cref="OnDevice.Floats"/>
    public Tensor Longs(IEnumerable<long> values, params long[] shape) => Hold(OnDevice.Longs([.. values], device, shape));

    /// <inheritdoc cref="OnDevice.Rows"/>
    public Tensor Rows(IEnumerable<int> rows) => Hold(OnDevice.Rows(rows, device));

    public Tensor Truths(IEnumerable<bool> values) => Hold(OnDevice.Truths(values, device));

    /// <summary>Takes a tensor that is on the device.</summary>
    public Tensor Hold(Tensor tensor)
    {
        _held.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _held) tensor.Dispose();
    }
}
