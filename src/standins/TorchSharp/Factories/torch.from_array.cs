using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

internal static partial class torch
{
    /// <summary>A tensor over the array's own memory where type and device allow it: a change of one is a change of the other.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device ?? CPU);

    /// <inheritdoc cref="from_array(Array, Device)"/>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var from = TypeOf(rawArray);
        return Made(Placed(Shared(rawArray, Lengths(rawArray), 0, from), from, dtype, device), requires_grad, names);
    }

    /// <summary>A one-dimensional tensor over part of the array's own memory.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        long length = rawArray.LongLength;
        if (offset < 0 || offset >= length) throw new ArgumentException($"invalid value for 'offset': {offset}");
        if (count < 0) count = length - offset;
        if (count > length - offset) throw new IndexOutOfRangeException($"element count is too large: {count}");

        var from = TypeOf(rawArray);
        return Made(Placed(Shared(rawArray, [count], offset, from), from, dtype, CPU), requires_grad, null);
    }

    public static Tensor as_tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);

    public static Tensor as_tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);

    public static Tensor as_tensor(long[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);

    public static Tensor as_tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null) => from_array(rawArray, dtype, device);

    private static ScalarType TypeOf(Array array)
    {
        var element = array.GetType().GetElementType()!;
        foreach (var type in Enum.GetValues<ScalarType>())
            if (IsPlain(type) && ClrType(type) == element) return type;
        throw new NotSupportedException($"The type {element.FullName} is not supported.");
    }

    private static bool IsPlain(ScalarType type) => type <= ScalarType.Float64 || type == ScalarType.Bool;

    private static unsafe Tensor Shared(Array array, ReadOnlySpan<long> shape, long offset, ScalarType type)
    {
        var pinned = GCHandle.Alloc(array, GCHandleType.Pinned);
        byte* first = (byte*)pinned.AddrOfPinnedObject() + offset * Marshal.SizeOf(ClrType(type) == typeof(bool) ? typeof(byte) : ClrType(type));
        fixed (long* sizes = shape)
        {
            return new Tensor(Shim.Check(Shim.worldgan_tensor_from_memory(first, sizes, shape.Length, (int)type, &Release, GCHandle.ToIntPtr(pinned))));
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint pinned) => GCHandle.FromIntPtr(pinned).Free();
}
