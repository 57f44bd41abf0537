using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    /// <summary>A tensor of its own, with the data copied into it.</summary>
    private static unsafe Tensor Copied<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType from, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
        where T : unmanaged
    {
        RequireElements(shape, data.Length);
        Tensor made;
        fixed (T* first = data)
        fixed (long* sizes = shape)
        {
            made = new Tensor(Shim.Check(Shim.worldgan_tensor_from_memory(first, sizes, shape.Length, (int)from, null, 0)));
        }
        return Made(Placed(made, from, dtype, device), requires_grad, names);
    }

    private static void RequireElements(ReadOnlySpan<long> shape, long available)
    {
        long wanted = 1;
        foreach (long size in shape) wanted = checked(wanted * size);
        if (wanted > available || wanted < 0)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {wanted} vs. {available}");
    }

    private static Tensor Placed(Tensor made, ScalarType from, ScalarType? dtype, Device? device)
    {
        var target = InitializeDevice(device);
        return made.toWillCopy(dtype ?? from, target) ? made.to(dtype ?? from, target, disposeAfter: true) : made;
    }

    private static ReadOnlySpan<T> Flat<T>(Array array) where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static long[] Lengths(Array array)
    {
        long[] lengths = new long[array.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = array.GetLongLength(i);
        return lengths;
    }
}
