using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace WorldGan.Torch.Networks;

/// <summary>Numbers that stay on a device until they are disposed, whatever the scope they are made in.</summary>
internal static class OnDevice
{
    /// <summary>Numbers of a shape; without one they stand in a row.</summary>
    public static Tensor Floats(float[] values, Device device, params long[] shape) => tensor(values, ShapeOf(values, shape), device: device).DetachFromDisposeScope();

    /// <inheritdoc cref="Floats"/>
    public static Tensor Longs(long[] values, Device device, params long[] shape) => tensor(values, ShapeOf(values, shape), device: device).DetachFromDisposeScope();

    /// <summary>Numbers of rows.</summary>
    public static Tensor Rows(IEnumerable<int> rows, Device device) => tensor(rows.Select(row => (long)row).ToArray(), device: device).DetachFromDisposeScope();

    public static Tensor Truths(IEnumerable<bool> values, Device device) => tensor(values.ToArray(), device: device).DetachFromDisposeScope();

    private static long[] ShapeOf(Array values, long[] shape) => shape.Length == 0 ? [values.Length] : shape;
}
