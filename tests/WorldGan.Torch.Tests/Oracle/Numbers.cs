using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace WorldGan.Torch.Tests.Oracle;

/// <summary>Numbers of the engine as tensors and back.</summary>
internal static class Numbers
{
    public static Tensor Of<T>(ReadOnlySpan<T> values, params long[] shape)
        where T : unmanaged => typeof(T) == typeof(double)
            ? tensor(MemoryMarshal.Cast<T, double>(values).ToArray(), shape)
            : tensor(MemoryMarshal.Cast<T, float>(values).ToArray(), shape);

    public static T[] Back<T>(Tensor tensor)
        where T : unmanaged => tensor.contiguous().data<T>().ToArray();

    /// <summary>[count] normals, the same for double and single precision.</summary>
    public static T[] Draw<T>(int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(WorldGan.Tests.Numerics.Draws.Normals(count, seed), T.CreateTruncating);
}
